import { type Hint, Listener } from '@raydeck/db';

type Subscriber = (hint: Hint) => void;

/** One listening connection for all open streams of this process. It starts with the first of them. */
export class ChangeFeed {
  readonly #subscribers = new Set<Subscriber>();
  readonly #listener: Listener;

  constructor(connectionString: string) {
    this.#listener = new Listener({
      connectionString,
      applicationName: 'raydeck-web-listener',
      onHint: (hint) => this.#tell(hint),
      // Hints may have been missed while it was away: everybody looks again.
      onConnected: (connected) => connected && this.#tell({ ready: true }),
    });
  }

  /** Returns the way to unsubscribe. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    this.#listener.start();
    return () => this.#subscribers.delete(subscriber);
  }

  #tell(hint: Hint): void {
    for (const subscriber of this.#subscribers) subscriber(hint);
  }
}

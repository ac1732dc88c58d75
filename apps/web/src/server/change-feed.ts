import { type Hint, Listener } from '@raydeck/db';

interface Subscriber {
  onHint: (hint: Hint) => void;
  onConnected: () => void;
}

/** One listening connection for all open streams of this process. It starts with the first of them. */
export class ChangeFeed {
  readonly #subscribers = new Set<Subscriber>();
  readonly #listener: Listener;
  #isConnected = false;

  constructor(connectionString: string) {
    this.#listener = new Listener({
      connectionString,
      applicationName: 'raydeck-web-listener',
      onHint: (hint) => this.#tell(hint),
      onConnected: (connected) => this.#turn(connected),
    });
  }

  /**
   * Returns the way to unsubscribe. `onConnected` is called now if it listens, and each time it listens again: hints may have
   * been missed meanwhile.
   */
  subscribe(onHint: (hint: Hint) => void, onConnected: () => void = () => {}): () => void {
    const subscriber = { onHint, onConnected };
    this.#subscribers.add(subscriber);
    this.#listener.start();
    if (this.#isConnected) onConnected();
    return () => this.#subscribers.delete(subscriber);
  }

  /** For the end of a process or a test. */
  async stop(): Promise<void> {
    this.#subscribers.clear();
    await this.#listener.stop();
  }

  #tell(hint: Hint): void {
    for (const { onHint } of this.#subscribers) onHint(hint);
  }

  #turn(connected: boolean): void {
    this.#isConnected = connected;
    if (!connected) return;
    // Everybody looks again.
    this.#tell({ ready: true });
    for (const { onConnected } of this.#subscribers) onConnected();
  }
}

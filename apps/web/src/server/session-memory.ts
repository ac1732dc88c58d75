interface Known<Answer> {
  answer: Answer;
  readAt: number;
  askedAt: number;
}

interface Options<Session, Answer> {
  keyOf: (session: Session) => string;
  /** One read for all of them, in their order. */
  read: (sessions: readonly Session[]) => Promise<Answer[]>;
  maxAgeMs: number;
  /** Sessions that nobody asked for in so long are not read again. */
  idleMs: number;
  now?: () => number;
}

/** Sessions that are read together; more of them take another read. */
const most = 1_000;

/**
 * What open consoles ask each second: who they are. One that asks for a session which is too old reads all that are in use anew, so that
 * a hundred consoles cost the database what one costs. An answer is `maxAgeMs` old at most; `forget` makes the next one fresh.
 */
export class SessionMemory<Session, Answer> {
  readonly #options: Options<Session, Answer>;
  readonly #known = new Map<string, Known<Answer> & { session: Session }>();
  #wanted = new Map<string, Session>();
  #batch: Promise<Map<string, Answer>> | null = null;
  #generation = 0;

  constructor(options: Options<Session, Answer>) {
    this.#options = options;
  }

  async find(session: Session): Promise<Answer> {
    const key = this.#options.keyOf(session);
    const now = this.#now();
    const known = this.#known.get(key);
    if (known) known.askedAt = now;
    if (known && now - known.readAt < this.#options.maxAgeMs) return known.answer;
    this.#wanted.set(key, session);
    const answers = await (this.#batch ??= this.#readSoon());
    // Read for all that were wanted.
    return answers.get(key) as Answer;
  }

  forget(): void {
    this.#generation += 1;
    this.#known.clear();
  }

  /** After those who ask in the same moment. */
  async #readSoon(): Promise<Map<string, Answer>> {
    await new Promise((resolve) => setImmediate(resolve));
    const generation = this.#generation;
    const sessions = this.#wanted;
    this.#wanted = new Map();
    this.#batch = null;
    const readAt = this.#now();
    for (const [key, { session, askedAt }] of this.#known) {
      if (readAt - askedAt > this.#options.idleMs) this.#known.delete(key);
      else if (sessions.size < most) sessions.set(key, session);
    }
    const answers = await this.#options.read([...sessions.values()]);
    const found = new Map<string, Answer>();
    for (const [at, [key, session]] of [...sessions].entries()) {
      // As many answers as sessions.
      const answer = answers[at] as Answer;
      found.set(key, answer);
      const askedAt = this.#known.get(key)?.askedAt ?? readAt;
      if (generation === this.#generation) this.#known.set(key, { session, answer, readAt, askedAt });
    }
    return found;
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))();
  }
}

import pg from 'pg';
import { channel } from './channel.ts';
import { Hint } from './hint.ts';

export interface ListenerOptions {
  connectionString: string;
  applicationName: string;
  onHint: (hint: Hint) => void;
  /** Told when the connection comes and goes; after it came back, hints may have been missed. */
  onConnected?: (connected: boolean) => void;
  /** How often the connection is asked whether it lives; default 15 seconds. */
  heartbeatMs?: number;
}

/** One connection that LISTENs, reconnecting by itself with backoff and jitter. A silent one is found out and replaced. */
export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #isConnected = false;
  #stopped = true;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Whether hints come through, as far as is known: a silent connection is found out by the heartbeat. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#connect();
  }

  /** Safe twice and before `start`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#isConnected = false;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      application_name: this.#options.applicationName,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch {
      this.#lose(client);
      return;
    }
    if (this.#client !== client) return;
    this.#failures = 0;
    this.#isConnected = true;
    this.#options.onConnected?.(true);
    this.#watch(client);
  }

  #watch(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.#client === client && this.#watch(client),
        () => this.#lose(client),
      );
    }, this.#options.heartbeatMs ?? 15_000);
    this.#timer.unref();
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#isConnected = false;
    if (this.#timer) clearTimeout(this.#timer);
    client.end().catch(() => {});
    if (this.#stopped) return;
    if (this.#failures === 0) this.#options.onConnected?.(false);
    this.#failures += 1;
    const delayMs = Math.min(250 * 2 ** this.#failures, 10_000) * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => void this.#connect(), delayMs);
    this.#timer.unref();
  }

  #hear(payload: string): void {
    const hint = Hint.safeParse(safeJson(payload));
    if (hint.success) this.#options.onHint(hint.data);
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

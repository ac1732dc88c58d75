import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

/**
 * Prisma's adapter cuts a script at every semicolon, also inside function bodies. This one sends it whole, as
 * `prisma migrate deploy` does: PostgreSQL then runs it in one implicit transaction, so that a migration applies
 * entirely or not at all.
 */
export class WholeScriptAdapterFactory extends PrismaPg {
  readonly #connectionString: string;
  /** What PostgreSQL said to the script that failed; the engine itself only knows that something did. */
  failure: unknown;
  readonly #opened: { dispose(): Promise<void> }[] = [];

  constructor(connectionString: string) {
    super({ connectionString });
    this.#connectionString = connectionString;
  }

  override async connect() {
    const adapter = await super.connect();
    this.#opened.push(adapter);
    adapter.executeScript = async (script) => {
      try {
        await runScript(this.#connectionString, script);
      } catch (error) {
        this.failure = error;
        throw error;
      }
    };
    return adapter;
  }

  /** The engine forgets its connections; this ends them. */
  async dispose(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((adapter) => adapter.dispose()));
  }
}

async function runScript(connectionString: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'raydeck-migrate' });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.end();
  }
}

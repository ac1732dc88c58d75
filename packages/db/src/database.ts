import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionSettings } from './connection.ts';
import { PrismaClient } from './generated/client.ts';
import { type Row, runStatement, type Statement } from './statement.ts';

/** Both ways to PostgreSQL over one pool: Prisma for reading and for people's actions, prepared statements for the hot paths. */
export interface Database {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** Runs a hot statement on any connection, as a transaction of its own. */
  run<Values extends readonly unknown[], R extends Row>(statement: Statement<Values, R>, values: Values): Promise<R[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  connectionString: string;
  applicationName: string;
  /** Connections at most; default 10. */
  poolSize?: number;
  /** A statement that runs longer is ended by the server; default 15 seconds. */
  statementTimeoutMs?: number;
  /** A transaction that nobody goes on with for so long is ended by the server, and its locks with it; default 5 seconds. */
  idleInTransactionTimeoutMs?: number;
  /**
   * For those whose every statement has an index: the server reads no table whole where one serves. A prepared statement's plan is kept, and
   * one made while the tables were almost empty would read them whole as they fill, until autovacuum comes by, a minute later.
   */
  byIndexOnly?: boolean;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void;
}

const connectionTimeoutMs = 10_000;

/** Connects lazily: the first query finds out whether the server is there. */
export function createDatabase(options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
  const pool = new pg.Pool({
    ...connectionSettings(options.connectionString, {
      statementTimeoutMs,
      // A client that was cut off or frozen in the middle of a claim would else keep the limits' counters from all others, for
      // as long as the kernel takes it for connected: hours.
      idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 5_000,
      // Statements of milliseconds never win back what compiling them costs (10 ms for a claim on pessimistic estimates).
      options: `-c jit=off${options.byIndexOnly ? ' -c enable_seqscan=off' : ''}`,
    }),
    application_name: options.applicationName,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // The server's limit first; the client's a little later, for a server that no longer answers at all.
    query_timeout: statementTimeoutMs + 5_000,
  });
  const onError = options.onError ?? (() => {});
  pool.on('error', onError);
  // A connection that breaks while it is lent out, or being ended, tells nobody else; unheard it would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  // Prisma's own limits, 2 s for a connection and 5 s for all of it, refuse what a busy server would still do.
  const transactionOptions = { maxWait: connectionTimeoutMs, timeout: statementTimeoutMs };
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions });
  return {
    prisma,
    pool,
    run: (statement, values) => runStatement(pool, statement, values),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

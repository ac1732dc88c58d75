import pg from 'pg';

/** What a connection is asked for at its start, as far as what lies between lets it through. */
export interface ConnectionSettings {
  connectionString: string;
  /** Ends a statement on the server that runs longer; milliseconds. Through a pooler the role's own setting rules. */
  statement_timeout?: number;
  /** Ends a transaction on the server that nobody goes on with for so long; the same. */
  idle_in_transaction_session_timeout?: number;
  options?: string;
  Client?: typeof pg.Client;
}

/**
 * The connection settings for an address. `?pgbouncer=true` says that a pooler in transaction mode lies between: one statement may
 * find another connection than the one before it, so nothing is prepared by name, and nothing is set at the start, which
 * poolers refuse.
 */
export function connectionSettings(
  address: string,
  {
    statementTimeoutMs,
    idleInTransactionTimeoutMs,
    options,
  }: { statementTimeoutMs: number; idleInTransactionTimeoutMs?: number; options?: string },
): ConnectionSettings {
  const url = new URL(address);
  const isPooled = url.searchParams.get('pgbouncer') === 'true';
  if (!isPooled)
    return {
      connectionString: address,
      statement_timeout: statementTimeoutMs,
      ...(idleInTransactionTimeoutMs !== undefined && {
        idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      }),
      ...(options !== undefined && { options }),
    };
  url.searchParams.delete('pgbouncer');
  return { connectionString: url.href, Client: UnpreparedClient };
}

/** Takes the names off statements: without one, PostgreSQL forgets a statement once it has run. */
class UnpreparedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    // Its overloads cannot be written once more; what goes in comes out, but for the name.
    this.query = ((first: unknown, ...rest: unknown[]) => query(unnamed(first), ...rest)) as typeof this.query;
  }
}

function unnamed(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('name' in config) || 'submit' in config) return config;
  const { name: _name, ...rest } = config;
  return rest;
}

import type pg from 'pg';

export type Row = Record<string, unknown>;

/** A hot statement: one file each, parameters only, prepared once a connection under its name. */
export interface Statement<Values extends readonly unknown[], R extends Row> {
  name: string;
  text: string;
  /** Never set: carries the types of parameters and rows. */
  readonly types?: { values: Values; row: R };
}

export async function runStatement<Values extends readonly unknown[], R extends Row>(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  statement: Statement<Values, R>,
  values: Values,
): Promise<R[]> {
  const { rows } = await client.query<R>({ name: statement.name, text: statement.text, values: [...values] });
  return rows;
}

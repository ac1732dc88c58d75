import type { ArgumentNames } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { type Parameter, StoredParameters } from '../catalogue/catalogue-entry.ts';

/** A call whose arguments have names by its callable's signature. */
export interface NamedCall {
  callable: string;
  /** Versions of profiles that it ran with. */
  profileIds: readonly string[];
}

/**
 * The names of arguments, by callable: those of the newest version of each profile that holds it, and of the versions that it
 * ran with. Where they differ an argument has several, and is redacted when one of them says so.
 */
export async function argumentNames(db: Database, calls: readonly NamedCall[]): Promise<Map<string, ArgumentNames>> {
  const callables = [...new Set(calls.map(({ callable }) => callable))];
  if (callables.length === 0) return new Map();
  const ids = [...new Set(calls.flatMap(({ profileIds }) => profileIds))];
  const { rows } = await db.pool.query<{ callable: string; parameters: unknown }>(
    `SELECT callable, parameters FROM (
      SELECT DISTINCT ON (e.callable, p.name) e.callable, e.parameters
      FROM raydeck.catalogue_entry AS e JOIN raydeck.profile AS p ON p.id = e.profile_id
      WHERE e.callable = ANY ($1::text[]) ORDER BY e.callable, p.name, p.version DESC
    ) AS newest
    UNION ALL
    SELECT e.callable, e.parameters FROM raydeck.catalogue_entry AS e
    WHERE e.profile_id = ANY ($2::uuid[]) AND e.callable = ANY ($1::text[])`,
    [callables, ids],
  );
  const signatures = Map.groupBy(rows, ({ callable }) => callable);
  return new Map(
    [...signatures].map(([callable, found]) => [
      callable,
      namesOf(found.map(({ parameters }) => StoredParameters.parse(parameters))),
    ]),
  );
}

/** Declared so by a schema, as pydantic's SecretStr is. */
export function isDeclaredSecret({ schema }: Parameter): boolean {
  return schema['writeOnly'] === true || schema['format'] === 'password';
}

function namesOf(signatures: readonly (readonly Parameter[])[]): ArgumentNames {
  const declared = new Set(signatures.flatMap((one) => one.filter(isDeclaredSecret).map(({ name }) => name)));
  const places = signatures.map((parameters) => ({
    positional: parameters.filter(({ kind }) => kind === 'positional_only' || kind === 'positional_or_keyword'),
    rest: parameters.find(({ kind }) => kind === 'var_positional'),
  }));
  return {
    namesAt: (index) =>
      places.flatMap(({ positional, rest }) => {
        const parameter = positional[index] ?? rest;
        return parameter ? [parameter.name] : [];
      }),
    isDeclaredSecret: (name) => declared.has(name),
  };
}

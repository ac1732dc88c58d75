import { createHmac } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';

const version = 2;
const checksumBytes = 12;

/** What a cursor belongs to: it is worth nothing on another list, with another filter, or in another installation. */
export interface CursorScope {
  installation: string;
  list: string;
  filter: Readonly<Record<string, unknown>>;
}

const installations = new WeakMap<Database['pool'], Promise<string>>();

/** The scope of a list's cursors in this database. */
export async function cursorScope(db: Database, list: string, filter: object): Promise<CursorScope> {
  const installation = installations.get(db.pool) ?? readInstallation(db);
  installations.set(db.pool, installation);
  try {
    return { installation: await installation, list, filter: { ...filter } };
  } catch (error) {
    installations.delete(db.pool);
    throw error;
  }
}

async function readInstallation({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM raydeck.installation');
  return rows[0]?.id ?? '';
}

/** Where the next page starts: after this id, for this scope only. Opaque to callers. */
export function writeCursor(scope: CursorScope, id: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(version), bytes, checksum(scope, bytes)]).toString('base64url');
}

/** The id in a cursor of our own making; INVALID for anything else, also for a cursor of another scope. */
export function readCursor(scope: CursorScope, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const id = bytes
    .subarray(1, 17)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Written again and compared whole: no second spelling of a cursor is accepted.
  if (bytes.length === 17 + checksumBytes && bytes[0] === version && writeCursor(scope, id) === cursor) return id;
  throw new RaydeckError('INVALID', 'is not a cursor of this list with these filters', { path: 'cursor' });
}

/** The order in which a filter's fields were given is not part of it. */
function checksum({ installation, list, filter }: CursorScope, id: Buffer): Buffer {
  const bound = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHmac('sha256', installation)
    .update(JSON.stringify([version, list, bound]))
    .update(id)
    .digest()
    .subarray(0, checksumBytes);
}

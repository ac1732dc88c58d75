import { createHash } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { TaskFilter } from './task-filter.ts';

const version = 1;
const checksumBytes = 12;

/** Where the next page starts: after this id, for this filter only. Opaque to callers. */
export function writeCursor(filter: TaskFilter, id: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(version), bytes, checksum(filter, bytes)]).toString('base64url');
}

/** The id in a cursor of our own making; INVALID for anything else, also for a cursor of another filter. */
export function readCursor(filter: TaskFilter, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const id = bytes
    .subarray(1, 17)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Written again and compared whole: no second spelling of a cursor is accepted.
  if (bytes.length === 17 + checksumBytes && bytes[0] === version && writeCursor(filter, id) === cursor) return id;
  throw new RaydeckError('INVALID', 'is not a cursor of this list with these filters', { path: 'cursor' });
}

function checksum(filter: TaskFilter, id: Buffer): Buffer {
  const { state, queue, callable, tag, createdAfter, createdBefore } = filter;
  const bound = [version, state, queue, callable, tag, createdAfter?.toISOString(), createdBefore?.toISOString()];
  return createHash('sha256')
    .update(JSON.stringify(bound.map((value) => value ?? null)))
    .update(id)
    .digest()
    .subarray(0, checksumBytes);
}

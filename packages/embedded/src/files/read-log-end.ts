import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log, at most `maxBytes` of them; empty when there is no log. */
export function readLogEnd(path: string, lines = 5, maxBytes = 16_384): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const sizeBytes = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(sizeBytes, maxBytes));
    readSync(file, buffer, 0, buffer.length, sizeBytes - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(file);
  }
}

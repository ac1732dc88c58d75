import { renameSync, statSync } from 'node:fs';
import { logFileOf, type PartName, type StateFolder } from '../state/state-folder.ts';

const LIMIT_BYTES = 10 << 20;

/** Keeps one older log beside the current one, so that logs stay bounded over many starts. */
export function rotateLog(state: StateFolder, part: PartName): void {
  const file = logFileOf(state, part);
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > LIMIT_BYTES) renameSync(file, `${file}.1`);
}

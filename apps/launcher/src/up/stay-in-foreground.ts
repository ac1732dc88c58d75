import { isRunning } from '@raydeck/embedded';
import { followLogs } from '../output/follow-logs.ts';
import { formatLogLine } from '../output/format-log-line.ts';
import { findRun } from '../state/run-file.ts';
import { logFileOf, type PartName, type StateFolder } from '../state/state-folder.ts';

const WATCH_MS = 1_000;

/** Shows the logs of the parts until Ctrl-C, and says when one of them ends by itself. */
export async function stayInForeground(state: StateFolder, parts: PartName[], signal: AbortSignal): Promise<void> {
  const dead = new Set<PartName>();
  const watch = setInterval(() => {
    for (const part of parts.filter((name) => !dead.has(name) && !isAlive(state, name))) {
      dead.add(part);
      console.log(
        `${part} has ended. Its log: ${logFileOf(state, part)}. ./raydeck up in another terminal starts it again.`,
      );
    }
  }, WATCH_MS);
  const logs = parts.map((name) => ({ name, path: logFileOf(state, name) }));
  try {
    await followLogs(logs, (name, line) => console.log(formatLogLine(name, line)), signal);
  } finally {
    clearInterval(watch);
  }
}

function isAlive(state: StateFolder, part: PartName): boolean {
  const run = findRun(state, part);
  return run !== undefined && isRunning(run);
}

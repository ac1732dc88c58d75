import { existsSync } from 'node:fs';
import { MachineError, readLogEnd } from '@raydeck/embedded';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { followLogs } from '../output/follow-logs.ts';
import { formatLogLine } from '../output/format-log-line.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { logFileOf, openStateFolder, PART_NAMES } from '../state/state-folder.ts';

const LogsFlags = z.object({ follow: z.boolean().default(false), lines: z.coerce.number().int().min(0).default(50) });
const Part = z.enum(PART_NAMES).optional();

/** `raydeck logs`: the last lines of one part or of all, and with -f each new one. */
export async function logs(rawPart: unknown, rawFlags: unknown, env: Env): Promise<void> {
  const { follow, lines } = LogsFlags.parse(rawFlags);
  const part = Part.safeParse(rawPart);
  if (!part.success)
    throw new MachineError(`There is no part ${String(rawPart)}.`, `The parts are ${PART_NAMES.join(', ')}.`);
  const state = openStateFolder(env.stateDir);
  const names = part.data === undefined ? PART_NAMES : [part.data];
  const wanted = names.map((name) => ({ name, path: logFileOf(state, name) })).filter(({ path }) => existsSync(path));
  if (wanted.length === 0 && !follow) throw new MachineError('There are no logs yet.', 'Start something: ./raydeck up');

  using interruption = listenForInterruption();
  const show = (name: string, line: string) => console.log(wanted.length === 1 ? line : formatLogLine(name, line));
  for (const { name, path } of wanted) {
    for (const line of readLogEnd(path, lines, 1 << 20).split('\n')) show(name, line);
  }
  if (follow) await followLogs(wanted, show, interruption.signal);
}

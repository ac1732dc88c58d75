import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const graceMs = 10_000;

/** Asks a child to end, and forces it after some seconds; at once when it never started or is over. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(force);
}

import { setTimeout as delay } from 'node:timers/promises';
import { MachineError } from '../machine-error.ts';
import { isRunning } from './process-identity.ts';
import type { ProcessRow } from './process-table.ts';
import { collectProcessTree, type TreeRoots } from './process-tree.ts';

export interface StopOptions extends TreeRoots {
  /** First word to the root alone. PostgreSQL wants SIGINT, all others SIGTERM. */
  signal?: NodeJS.Signals;
  /** How long the root may take to end by itself. */
  graceMs?: number;
}

const POLL_MS = 50;
const REST_GRACE_MS = 1_500;
const KILL_DEADLINE_MS = 10_000;

/**
 * Ends a process with all its offspring and returns how many there were. The members are written down before the first
 * signal, since a child whose parent has died can no longer be found by descent. Safe to call twice.
 */
export async function stopProcessTree(options: StopOptions): Promise<number> {
  const members = new Map<number, ProcessRow>();
  remember(members, collectProcessTree(options));
  if (members.size === 0) return 0;

  await askRoot(options, members);
  remember(members, collectProcessTree(options));
  signalAll(alive(members), 'SIGTERM');
  await waitUntilGone(options, members, REST_GRACE_MS);
  signalAll(alive(members), 'SIGKILL');
  await waitUntilGone(options, members, KILL_DEADLINE_MS, 'SIGKILL');

  const survivors = alive(members);
  if (survivors.length > 0) throw survivorsLeft(survivors);
  return members.size;
}

async function askRoot(
  { root, signal = 'SIGTERM', graceMs = 10_000, ...rest }: StopOptions,
  members: Map<number, ProcessRow>,
) {
  if (root === undefined || !isRunning(root)) return;
  send(root.pid, signal);
  const deadline = Date.now() + graceMs;
  while (isRunning(root) && Date.now() < deadline) {
    await delay(POLL_MS);
    remember(members, collectProcessTree({ root, ...rest }));
  }
}

async function waitUntilGone(
  roots: TreeRoots,
  members: Map<number, ProcessRow>,
  timeoutMs: number,
  again?: NodeJS.Signals,
) {
  const deadline = Date.now() + timeoutMs;
  while (alive(members).length > 0 && Date.now() < deadline) {
    await delay(POLL_MS);
    const late = collectProcessTree(roots).filter((row) => !members.has(row.pid));
    remember(members, late);
    if (again !== undefined) signalAll(late, again);
  }
}

function remember(members: Map<number, ProcessRow>, rows: ProcessRow[]): void {
  for (const row of rows) members.set(row.pid, row);
}

function alive(members: Map<number, ProcessRow>): ProcessRow[] {
  return [...members.values()].filter(isRunning);
}

function signalAll(rows: ProcessRow[], signal: NodeJS.Signals): void {
  for (const row of rows) send(row.pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, or not ours to signal: the check for survivors tells which.
  }
}

function survivorsLeft(rows: ProcessRow[]): MachineError {
  const pids = rows.map((row) => row.pid).join(', ');
  return new MachineError(
    `These processes did not end: ${pids}.`,
    'Run the command again as the user that started them.',
  );
}

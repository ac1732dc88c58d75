import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Observation } from '@raydeck/core';
import { keepOutputTail, type OutputTail } from './output-tail.ts';
import { supervisorProgram } from './supervisor-program.ts';

const OUTPUT_LIMIT_BYTES = 8 * 1024;

/** As long as Ray waits between the two signals. */
const STOP_GRACE_MS = 3_000;

export interface LocalExecutionOptions {
  python: string;
  directory: string;
  env: Record<string, string>;
}

/** The processes of one attempt on this machine. */
export class LocalExecution {
  /** Resolves when nothing of it runs any more. Never rejects. */
  readonly over: Promise<void>;
  readonly #orders: Writable;
  readonly #output: OutputTail;
  #end: { exitCode: number } | null = null;
  #isStopped = false;

  private constructor(supervisor: Supervisor) {
    this.#orders = supervisor.orders;
    this.#output = keepOutputTail(supervisor.streams, OUTPUT_LIMIT_BYTES);
    this.over = this.#follow(supervisor);
  }

  /** Starts it. Throws the system's error when there is no such interpreter. */
  static async start(options: LocalExecutionOptions): Promise<LocalExecution> {
    return new LocalExecution(await startSupervisor(options));
  }

  observe(): Observation {
    if (this.#end === null) return { kind: 'running', nodeId: null };
    const cause = this.#isStopped ? 'stopped' : 'exited';
    return { kind: 'ended', exitCode: this.#end.exitCode, cause, detail: this.#output.read() || null, nodeId: null };
  }

  /** SIGTERM for the group, SIGKILL after three seconds. A repeat sends SIGTERM again and puts nothing off. */
  stop(): void {
    if (this.#end !== null) return;
    this.#orders.write('t');
    if (this.#isStopped) return;
    this.#isStopped = true;
    const timer = setTimeout(() => this.#orders.write('k'), STOP_GRACE_MS);
    void this.over.then(() => clearTimeout(timer));
  }

  async #follow({ ended, report }: Supervisor): Promise<void> {
    const supervisorCode = await ended;
    const told = await report;
    const pid = numberAfter('pid', told);
    const exitCode = numberAfter('exit', told);
    // Somebody has killed the supervisor: its child lives, and is still ours.
    if (exitCode === null && pid !== null) killGroup(pid);
    await this.#output.settle();
    this.#end = { exitCode: exitCode ?? supervisorCode };
  }
}

interface Supervisor {
  orders: Writable;
  streams: Readable[];
  /** All that it has told on descriptor 3, once it has ended. */
  report: Promise<string>;
  ended: Promise<number>;
}

async function startSupervisor({ python, directory, env }: LocalExecutionOptions): Promise<Supervisor> {
  const child = spawn(python, ['-I', '-S', '-c', supervisorProgram], {
    cwd: directory,
    env,
    // A session of its own: Ctrl-C on the worker's terminal is the worker's to pass on.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const channel = child.stdio[3];
  if (!(channel && 'read' in channel)) throw new Error('A child process has no descriptor 3.');
  const report = text(channel).catch(() => '');
  const ended = exitOf(child);
  // An order for one that has just ended is nobody's loss.
  child.stdin.on('error', () => undefined);
  await once(child, 'spawn');
  return { orders: child.stdin, streams: [child.stdout, child.stderr], report, ended };
}

/** The exit code, −N when it ended by a signal. */
function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? -1) : -constants.signals[signal]));
  });
}

function numberAfter(word: 'pid' | 'exit', told: string): number | null {
  const found = new RegExp(`^${word} (-?\\d+)$`, 'm').exec(told)?.[1];
  return found === undefined ? null : Number(found);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: nobody is left. macOS says EPERM when only zombies are.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

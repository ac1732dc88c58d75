import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { RaydeckError } from '@raydeck/core';
import { killGroup } from './kill-group.ts';
import { keepOutputTail } from './output-tail.ts';

type Report =
  | { ready: number }
  | { started: string; pid: number }
  | { failed: string; reason: string }
  | { ended: string; exitCode: number };

export interface ForkOrder {
  name: string;
  directory: string;
  /** The file for standard output and error. */
  output: string;
  env: Record<string, string>;
}

/** A forked execution. */
export interface Fork {
  pid: number;
  /** The exit code, −N after signal N; null when the server died, and the execution with it. Nothing of it runs any more. */
  ended: Promise<number | null>;
  signal(number: number): void;
}

interface Open {
  started: PromiseWithResolvers<number>;
  ended: PromiseWithResolvers<number | null>;
  pid: number | null;
}

const START_TIMEOUT_MS = 30_000;
const ERROR_LIMIT_BYTES = 2_048;

/** A resident Python process that has imported what executions need, and forks them. One for each interpreter. */
export class ForkServer {
  /** Resolves when it has ended, and its executions with it. */
  readonly over: Promise<void>;
  readonly packageFolder: string;
  readonly #orders: Writable;
  readonly #open = new Map<string, Open>();
  readonly #ready = Promise.withResolvers<void>();
  #isOver = false;

  /** Starts it. Throws when there is no such interpreter, or when it cannot import our package. */
  static async start(options: {
    python: string;
    /** With our Python package in it. */
    packageFolder: string;
    env: Record<string, string>;
  }): Promise<ForkServer> {
    const { python, packageFolder, env } = options;
    const child = spawn(python, ['-m', 'raydeck.execution.fork_server'], {
      cwd: packageFolder,
      env,
      // A session of its own: Ctrl-C on the worker's terminal is the worker's to pass on.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    const [orders, , errors, reports] = child.stdio;
    if (!orders || !errors || !reports || !('read' in errors) || !('read' in reports))
      throw new Error('A child process has no descriptors.');
    const server = new ForkServer(child, { orders, reports, packageFolder });
    const said = keepOutputTail([errors], ERROR_LIMIT_BYTES);
    const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
    await server.#ready.promise.catch(async () => {
      clearTimeout(timer);
      if (child.killed) throw new RaydeckError('UNAVAILABLE', `${python} was not ready in ${START_TIMEOUT_MS} ms.`);
      await said.settle();
      throw new Error(said.read().trim().split('\n').at(-1));
    });
    clearTimeout(timer);
    return server;
  }

  private constructor(child: ChildProcess, given: { orders: Writable; reports: Readable; packageFolder: string }) {
    const { orders, reports, packageFolder } = given;
    this.packageFolder = packageFolder;
    this.#orders = orders;
    // An order for one that has just died is nobody's loss.
    orders.on('error', () => undefined);
    const lines = createInterface({ input: reports });
    lines.on('line', (line) => this.#note(reportOf(line)));
    reports.on('error', () => undefined);
    const exit = new Promise((resolve) => child.once('exit', resolve));
    this.over = Promise.all([exit, once(lines, 'close')]).then(() => this.#endAll());
  }

  /** Forks an execution. Throws when the system refuses one more process, or the server has died. */
  async fork(order: ForkOrder): Promise<Fork> {
    if (this.#isOver) throw new Error('The fork server has died.');
    const { name, ...rest } = order;
    const open: Open = { started: Promise.withResolvers(), ended: Promise.withResolvers(), pid: null };
    this.#open.set(name, open);
    this.#send({ start: name, ...rest });
    const pid = await open.started.promise;
    return { pid, ended: open.ended.promise, signal: (number) => this.#send({ signal: name, number }) };
  }

  /** Ends it, and by force all that it has forked. */
  async close(): Promise<void> {
    this.#orders.end();
    await this.over;
  }

  #send(order: object): void {
    this.#orders.write(`${JSON.stringify(order)}\n`);
  }

  #note(report: Report): void {
    if ('ready' in report) return this.#ready.resolve();
    if ('started' in report) return this.#noteStart(report.started, report.pid);
    const name = 'failed' in report ? report.failed : report.ended;
    const open = this.#open.get(name);
    this.#open.delete(name);
    if ('failed' in report) open?.started.reject(new Error(report.reason));
    else open?.ended.resolve(report.exitCode);
  }

  #noteStart(name: string, pid: number): void {
    const open = this.#open.get(name);
    if (!open) return;
    open.pid = pid;
    open.started.resolve(pid);
  }

  /** What its death left behind: on Linux the executions have died with it, and their children have not. */
  #endAll(): void {
    this.#isOver = true;
    const error = new Error('The fork server has died.');
    this.#ready.reject(error);
    for (const { started, ended, pid } of this.#open.values()) {
      if (pid !== null) killGroup(pid);
      started.reject(error);
      ended.resolve(null);
    }
    this.#open.clear();
  }
}

/** Safe: only python/raydeck/execution/fork_server.py writes there, and its executions have closed the descriptor. */
function reportOf(line: string): Report {
  return JSON.parse(line) as Report;
}

import { open } from 'node:fs/promises';
import { constants } from 'node:os';
import type { Observation } from '@raydeck/core';
import type { Fork } from './fork-server.ts';

const OUTPUT_LIMIT_BYTES = 8 * 1024;

/** As long as Ray waits between the two signals. */
const STOP_GRACE_MS = 3_000;

const { SIGTERM, SIGKILL } = constants.signals;

/** The processes of one attempt on this machine. */
export class LocalExecution {
  /** Resolves when nothing of it runs any more. Never rejects. */
  readonly over: Promise<void>;
  readonly #fork: Fork;
  #end: { exitCode: number | null; said: string | null } | null = null;
  #isStopped = false;

  /** `output` is the file that it writes to. */
  constructor(fork: Fork, output: string) {
    this.#fork = fork;
    this.over = fork.ended.then(async (exitCode) => {
      this.#end = { exitCode, said: await readEnd(output).catch(() => null) };
    });
  }

  observe(): Observation {
    if (this.#end === null) return { kind: 'running', nodeId: null };
    const { exitCode, said } = this.#end;
    if (this.#isStopped) return { kind: 'ended', exitCode, cause: 'stopped', detail: said, nodeId: null };
    if (exitCode !== null) return { kind: 'ended', exitCode, cause: 'exited', detail: said, nodeId: null };
    const detail = 'Somebody ended the process from which it was forked.';
    return { kind: 'ended', exitCode, cause: 'stopped', detail, nodeId: null };
  }

  /** SIGTERM for the group, SIGKILL after three seconds. A repeat sends SIGTERM again and puts nothing off. */
  stop(): void {
    if (this.#end !== null) return;
    this.#fork.signal(SIGTERM);
    if (this.#isStopped) return;
    this.#isStopped = true;
    const timer = setTimeout(() => this.#fork.signal(SIGKILL), STOP_GRACE_MS);
    void this.over.then(() => clearTimeout(timer));
  }
}

async function readEnd(path: string): Promise<string | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - OUTPUT_LIMIT_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    // A character that the limit cut in two shows as one that cannot be shown.
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFFFD+/, '') || null;
  } finally {
    await file.close();
  }
}

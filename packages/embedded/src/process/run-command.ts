import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { MARK_VARIABLE } from './process-mark.ts';
import { identifyProcess } from './process-identity.ts';
import { stopProcessTree } from './stop-process-tree.ts';

export interface RunCommandOptions {
  cwd: string;
  env: Record<string, string>;
  mark?: string | undefined;
  account?: { uid: number; gid: number } | undefined;
  /** All output is appended here as well. */
  logFile?: string | undefined;
  /** Called with each line of both streams. */
  onLine?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface CommandOutcome {
  /** Null when a signal ended it. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

const KEPT_CHARACTERS = 1_000_000;

/** Runs a command to its end. It has a group of its own: an abort ends it together with its whole offspring. */
export async function runCommand(command: string, args: string[], options: RunCommandOptions): Promise<CommandOutcome> {
  const { cwd, env, mark, account, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env: mark === undefined ? env : { ...env, [MARK_VARIABLE]: mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  });
  const stdout = collect(child.stdout, options);
  const stderr = collect(child.stderr, options);
  const stop = () =>
    void stopProcessTree({ root: child.pid === undefined ? undefined : identifyProcess(child.pid), graceMs: 3_000 });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function collect(stream: NodeJS.ReadableStream, { onLine, logFile }: RunCommandOptions): { text: string } {
  const kept = { text: '' };
  let open = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    kept.text = (kept.text + chunk).slice(-KEPT_CHARACTERS);
    if (logFile !== undefined) appendFileSync(logFile, chunk, { mode: 0o600 });
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
  stream.on('end', () => {
    if (open !== '') onLine?.(open);
  });
  return kept;
}

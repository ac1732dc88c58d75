import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { MachineError } from '../machine-error.ts';
import { MARK_VARIABLE } from './process-mark.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { readLastWords } from '../files/read-last-words.ts';

export interface DetachedCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  /** Both output streams are appended here. */
  logFile: string;
  mark?: string | undefined;
  account?: { uid: number; gid: number } | undefined;
}

export interface DetachedProcess {
  identity: ProcessIdentity;
  hasExited: () => boolean;
}

/** Starts a process in a session of its own: it outlives us, and a Ctrl-C in our terminal does not reach it. */
export async function startDetached(options: DetachedCommand): Promise<DetachedProcess> {
  const child = spawnDetached(options);
  let exited = false;
  child.once('exit', () => (exited = true));
  await started(child, options.command);
  child.unref();
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) throw endedAtOnce(options);
  return { identity, hasExited: () => exited };
}

function spawnDetached({ command, args, env, cwd, logFile, mark, account }: DetachedCommand): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(command, args, {
      cwd,
      env: mark === undefined ? env : { ...env, [MARK_VARIABLE]: mark },
      detached: true,
      stdio: ['ignore', log, log],
      ...account,
    });
  } finally {
    closeSync(log);
  }
}

function started(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new MachineError(`${command} could not be started: ${cause.message}.`, 'Check that the file exists.', {
          cause,
        }),
      );
    });
  });
}

function endedAtOnce({ command, logFile }: DetachedCommand): MachineError {
  return new MachineError(`${command} ended at once. ${readLastWords(logFile)}`.trim(), `Read ${logFile}.`);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { collectProcessTree } from '@raydeck/embedded';
import { checkoutDir } from '../checkout.ts';
import { markOf, openStateFolder, PART_NAMES, type PartName, type StateFolder } from '../state/state-folder.ts';

export interface CommandResult {
  exitCode: number | null;
  /** What was printed, also on stderr. */
  output: string;
  stdout: string;
}

export interface RunningCommand {
  child: ChildProcess;
  /** Everything printed so far. */
  output: () => string;
  /** Resolves once the output holds the text; throws when the command ends before. */
  says: (text: string) => Promise<void>;
  done: Promise<CommandResult>;
}

/** A stack in a state folder of its own, driven through the real command. */
export interface LaunchedStack {
  state: StateFolder;
  start: (args: string[], env?: Record<string, string>) => RunningCommand;
  run: (args: string[], env?: Record<string, string>) => Promise<CommandResult>;
  pidOf: (part: PartName) => number;
  /** How many processes of this stack are alive. */
  countProcesses: (...names: PartName[]) => number;
  /** Ends and removes everything. */
  dispose: () => Promise<void>;
}

const main = join(checkoutDir, 'apps/launcher/src/main.ts');

/** Without Ray and console: what is tested here is the same for all parts, and these two take long. */
export const QUICK_UP = ['up', '--no-ray', '--no-web', '--detach'];

export function launchedStack(): LaunchedStack {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rd-up-')));
  const state = openStateFolder(folder);
  const start = (args: string[], env: Record<string, string> = {}) =>
    startCommand(args, { RAYDECK_STATE_DIR: folder, ...env });
  const run = (args: string[], env?: Record<string, string>) => start(args, env).done;
  return {
    state,
    start,
    run,
    pidOf: (part) => (JSON.parse(readFileSync(join(state.runDir, `${part}.json`), 'utf8')) as { pid: number }).pid,
    countProcesses: (...names) =>
      (names.length > 0 ? names : [...PART_NAMES, 'step' as const]).flatMap((name) =>
        collectProcessTree({ mark: markOf(state, name) }),
      ).length,
    dispose: async () => {
      await run(['down', '--purge', '--yes']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startCommand(args: string[], env: Record<string, string>): RunningCommand {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: checkoutDir,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let stdout = '';
  let hasEnded = false;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const done = new Promise<CommandResult>((resolve) => {
    child.once('close', (exitCode) => {
      hasEnded = true;
      resolve({ exitCode, output, stdout });
    });
  });
  const says = async (text: string) => {
    while (!output.includes(text)) {
      if (hasEnded) throw new Error(`The command ended without saying "${text}":\n${output}`);
      await delay(5);
    }
  };
  return { child, output: () => output, says, done };
}

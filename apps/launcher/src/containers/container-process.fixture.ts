import { spawn } from 'node:child_process';
import { until } from '@raydeck/testing';
import type { Stranger } from './stranger.fixture.ts';

export interface ContainerOptions {
  command: string[];
  environment: Record<string, string>;
  folder: string;
  /** Holds the one `node` that commands find. */
  binaries: string;
  stranger: Stranger;
}

/** A process as its container would run it: with this environment alone, from its folder, as somebody else. */
export interface ContainerProcess {
  /** Everything printed so far. */
  output(): string;
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
  /** Asks it to end, and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
  /** Runs another command beside it, as a health check is run; true when that succeeds. */
  check(command: string[]): Promise<boolean>;
}

export function startContainer(options: ContainerOptions): ContainerProcess {
  const child = launch(options);
  return {
    output: child.output,
    ended: child.ended,
    stop: (signal = 'SIGTERM') => {
      child.process.kill(signal);
      return child.ended;
    },
    check: async (command) => (await launch({ ...options, command }).ended) === 0,
  };
}

/** Waits until the health check of the service succeeds; throws with what was printed when the process ends before. */
export async function untilHealthy(container: ContainerProcess, check: string[]): Promise<void> {
  let end: number | string | undefined;
  void container.ended.then((code) => (end = code));
  await until('the health check to succeed', async () => {
    if (end !== undefined) throw new Error(`It ended with ${end}:\n${container.output()}`);
    return container.check(check);
  });
}

function launch({ command: [program = '', ...args], environment, folder, binaries, stranger }: ContainerOptions) {
  const env = { ...environment, PATH: `${binaries}:/usr/bin:/bin` };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], ...stranger });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
  return { process: child, output: () => output, ended };
}

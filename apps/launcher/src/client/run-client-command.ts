import type { Client } from '@raydeck/client';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { type Address, connect, type OwnKey } from './connect.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { EXIT } from './exit-codes.ts';
import { reportRefusal } from './report-refusal.ts';

/** What a command is run with. */
export interface ClientCommand {
  client: Client;
  /** Aborts with Ctrl-C. */
  signal: AbortSignal;
}

/** Runs a command against a Raydeck; its number is the exit code, none is 0. What went wrong is said on stderr. */
export async function runClientCommand(
  { address, env, ownKey = 'tasks' }: { address: Address; env: Env; ownKey?: OwnKey },
  work: (command: ClientCommand) => Promise<number | void>,
): Promise<void> {
  // `| head` closes the pipe when it has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.closedPipe : EXIT.refused),
  );
  using interruption = listenForInterruption();
  const { signal } = interruption;
  try {
    process.exitCode = (await work({ client: connect(address, env, ownKey), signal })) ?? EXIT.ok;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    reportRefusal(error);
    process.exitCode = code;
  }
}

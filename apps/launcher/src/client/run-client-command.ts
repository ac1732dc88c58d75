import { ApiError, type Client, RaydeckError } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { styleText } from 'node:util';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { type Address, connect, type OwnKey } from './connect.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

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
  // `| head` closes the pipe when it has seen enough: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : 1));
  using interruption = listenForInterruption();
  const { signal } = interruption;
  try {
    process.exitCode = (await work({ client: connect(address, env, ownKey), signal })) ?? EXIT.ok;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    process.stderr.write(`${styleText('red', describe(error), { stream: process.stderr })}\n`);
    process.exitCode = code;
  }
}

/** A server's words are foreign words. */
function describe(error: unknown): string {
  if (error instanceof ApiError) return plainText([error.message, ...hintsOf(error)].join('\n'));
  return error instanceof UsageError || error instanceof RaydeckError ? plainText(error.message) : '';
}

function hintsOf({ code, errors, requestId }: ApiError): string[] {
  if (code === 'UNAUTHENTICATED') return ['Check --key or RAYDECK_API_KEY.'];
  if (code === 'INTERNAL') return [`Its log knows more under ${requestId}.`];
  return errors.length < 2 ? [] : errors.map(({ path, problem }) => `  ${path}: ${problem}`);
}

import { styleText } from 'node:util';
import { MachineError } from '@raydeck/embedded';
import { Interrupted } from './interrupted.ts';

/** Says what went wrong and what to do about it, and returns the exit code. Never a stack trace, unless asked for. */
export function reportFailure(error: unknown, debug: boolean): number {
  if (error instanceof Interrupted) return 130;
  const { message, remedy } = describe(error);
  process.stderr.write(`\n${styleText('red', message)}\n${remedy}\n`);
  if (debug) console.error(error);
  return 1;
}

function describe(error: unknown): { message: string; remedy: string } {
  if (error instanceof MachineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { message, remedy: 'If this is not clear, RAYDECK_DEBUG=1 shows where it happened.' };
}

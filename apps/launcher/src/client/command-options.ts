import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from './exit-code.ts';
import { parseDuration } from './times.ts';

/** A command of which wrong use ends with 2, as its relatives' does. Its own commands inherit that. */
export function withUsageExitCode(command: Command): Command {
  return command.helpCommand(false).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
}

/** Where the Raydeck is, and how to print. */
export function withAddress(command: Command): Command {
  return command
    .option('--url <url>', 'which Raydeck (RAYDECK_URL; else the one of this folder)')
    .option('--key <key>', 'its API key (RAYDECK_API_KEY)')
    .option('--json', 'as the API answers');
}

/** Examples below the help. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** What scripts decide by, below the help. */
export function withExitCodes(command: Command, refused: string, ...others: readonly string[]): Command {
  const codes = ['0 done', `1 ${refused}`, '2 wrong use', '3 not reached', ...others];
  return command.addHelpText('after', `\nExit codes: ${codes.join('; ')}.`);
}

export function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^-?\d{1,9}$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}

/** In milliseconds. */
export function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('It must be a time such as 90, 90s, 5m, 1h30m or 2d.');
  return ms;
}

/** For options that may be repeated. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** An id or a name: what can stand in an address. */
export function named(text: string): string {
  if (text === '' || text === '.' || text === '..') throw new InvalidArgumentError('It names nothing.');
  return text;
}

/** Several of them. */
export function namedEach(text: string, before: string[] = []): string[] {
  return [...before, named(text)];
}

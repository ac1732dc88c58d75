import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { parseDuration, parseTime } from './times.ts';

/** A command of which wrong use ends with 2, as its relatives' does. Its own commands inherit that. */
export function withUsageExitCode(command: Command): Command {
  return command.helpCommand(false).exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
}

/** Where the Raydeck is, and how to print. */
export function withAddress(command: Command): Command {
  return command
    .option('--url <url>', 'which Raydeck (RAYDECK_URL; else the one of this folder)')
    .option('--key <key>', 'its API key (RAYDECK_API_KEY)')
    .option('--json', 'for programs: JSON');
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
  if (ms === undefined) throw new InvalidArgumentError('It must be a duration such as 90, 90s, 5m, 1h30m or 2d.');
  return ms;
}

/** One in whole seconds, from 1 on. */
export function wholeSeconds(text: string): number {
  const seconds = duration(text) / 1000;
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new InvalidArgumentError('It must be a whole number of seconds, from 1 on.');
}

/** So long from now. */
export function fromNow(text: string): Date {
  return new Date(Date.now() + duration(text));
}

export function time(text: string): Date {
  const found = parseTime(text);
  if (!found) throw new InvalidArgumentError('It must be a time such as 2026-11-20T10:00:00Z.');
  return found;
}

/** A time, or how long ago. */
export function moment(text: string): Date {
  const ms = parseDuration(text);
  return ms === undefined ? time(text) : new Date(Date.now() - ms);
}

export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It must be an object in JSON.');
}

/** The states have one way to be written; people type them as they come. */
export function upperCase(text: string): string {
  return text.toUpperCase();
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

import { type RawJson, rawJson } from '@raydeck/client';
import { UsageError } from './usage-error.ts';

/** The arguments of a task as words of a command line. */
export interface ArgumentWords {
  words: readonly string[];
  argsJson?: string | undefined;
  kwargsJson?: string | undefined;
}

/**
 * `42 amount=9.99 note=hello` is the args [42] and the kwargs {amount: 9.99, note: "hello"}: what is JSON counts as that,
 * digit for digit, anything else is a string. --args-json and --kwargs-json say it whole. Throws a UsageError.
 */
export function taskArguments({ words, argsJson, kwargsJson }: ArgumentWords): { args?: RawJson; kwargs?: RawJson } {
  const pairs = words.flatMap(pairOf);
  const positional = words.filter((word) => pairOf(word).length === 0);
  if (argsJson !== undefined && positional.length > 0) throw twice('--args-json', `"${positional[0]}"`);
  if (kwargsJson !== undefined && pairs.length > 0) throw twice('--kwargs-json', `"${pairs[0]?.name}=…"`);
  const names = pairs.map(({ name }) => name);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw new UsageError(`${repeated} is given twice.`);
  return {
    ...(argsJson !== undefined && { args: wholeJson('--args-json', argsJson, 'an array') }),
    ...(positional.length > 0 && { args: rawJson(`[${positional.map(wordJson).join(', ')}]`) }),
    ...(kwargsJson !== undefined && { kwargs: wholeJson('--kwargs-json', kwargsJson, 'an object') }),
    ...(pairs.length > 0 && {
      kwargs: rawJson(`{${pairs.map(({ name, word }) => `"${name}": ${wordJson(word)}`).join(', ')}}`),
    }),
  };
}

/** `amount=9.99`; nothing for a word that is no such pair. */
function pairOf(word: string): { name: string; word: string }[] {
  const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
  return name === undefined || value === undefined ? [] : [{ name, word: value }];
}

/** JSON as it is written, else the word as a string. */
function wordJson(word: string): string {
  return isJson(word) ? word.trim() : JSON.stringify(word);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function wholeJson(flag: string, text: string, kind: 'an array' | 'an object'): RawJson {
  const opening = kind === 'an array' ? '[' : '{';
  if (!isJson(text) || !text.trimStart().startsWith(opening)) throw new UsageError(`${flag} must be ${kind} in JSON.`);
  return rawJson(text);
}

function twice(flag: string, word: string): UsageError {
  return new UsageError(`${flag} says all of them: it cannot stand beside ${word}.`);
}

import { ApiError, type Queue, type QueueSettings } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { UsageError } from '../client/usage-error.ts';
import { queueText } from './queue-show.ts';

const word = z.string().optional();
const SetFlags = z.object({
  concurrencyLimit: word,
  keyLimit: word,
  rate: word,
  maxPending: word,
  runner: word,
  allowedRunners: word,
  profile: word,
  maxAttempts: word,
  timeoutSeconds: word,
  retryPolicy: word,
  allowedCallables: word,
  plainCallables: word,
  reason: word,
  json: z.boolean().default(false),
});
type Words = Omit<z.infer<typeof SetFlags>, 'reason' | 'json'>;

/** `raydeck queue set`: changes what is given; a queue that is not there is made. */
export async function queueSet({ client, signal }: ClientCommand, name: string, rawFlags: unknown): Promise<void> {
  const { reason, json, ...words } = SetFlags.parse(rawFlags);
  const settings = settingsOf(words);
  if (Object.keys(settings).length === 0) throw new UsageError('Nothing to set: see ./raydeck queue set --help.');
  const options = { signal, ...(reason !== undefined && { reason }) };
  const queue = await client.queues.patch(name, settings, options).catch(async (error: unknown): Promise<Queue> => {
    if (!(error instanceof ApiError) || error.code !== 'NOT_FOUND' || error.errors.length > 0) throw error;
    return client.queues.put(name, settings, options);
  });
  console.log(json ? jsonLine(queue) : queueText(queue));
}

type Reader = (text: string, flag: string) => unknown;

const readers: Record<keyof Words, Reader> = {
  concurrencyLimit: count,
  keyLimit: count,
  rate,
  maxPending: count,
  runner: (text) => text,
  allowedRunners: list,
  profile: (text) => text,
  maxAttempts: count,
  timeoutSeconds: count,
  retryPolicy: parsedJson,
  allowedCallables: list,
  plainCallables: yesOrNo,
};

/** `none` clears: null, or the empty list. The server checks the rest, and names what is wrong. */
function settingsOf(words: Words): QueueSettings {
  const entries = Object.entries(words).flatMap(([name, text]) => {
    const reader = readers[name as keyof Words];
    if (text === undefined) return [];
    if (text !== 'none' || reader === yesOrNo) return [[name, reader(text, flagOf(name))]];
    return [[name, reader === list ? [] : null]];
  });
  return Object.fromEntries(entries) as QueueSettings;
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function count(text: string, flag: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${flag} must be a whole number, or none.`);
  return Number(text);
}

function list(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function rate(text: string, flag: string): { tasks: number; seconds: number } {
  const [, tasks, seconds] = /^(\d{1,7})\/(\d{1,5}(?:\.\d{1,3})?)$/.exec(text) ?? [];
  if (tasks === undefined) throw new UsageError(`${flag} must be tasks/seconds, such as 100/60, or none.`);
  return { tasks: Number(tasks), seconds: Number(seconds) };
}

function yesOrNo(text: string, flag: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new UsageError(`${flag} must be yes or no.`);
  return text === 'yes';
}

function parsedJson(text: string, flag: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${flag} must be JSON, or none.`);
  }
}

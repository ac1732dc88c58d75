import { ApiError, type Queue, type QueueSettings } from '@raydeck/client';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import { QUEUE_SETTINGS } from '../client/queue-settings.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { UsageError } from '../client/usage-error.ts';
import { queueText } from './queue-show.ts';

const SetFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });
const SettingName = z.enum(QUEUE_SETTINGS);

/** `raydeck queue set`: changes what is given, and leaves the rest; a queue that is not there is made. */
export async function queueSet(
  { client, signal }: ClientCommand,
  name: string,
  words: readonly string[],
  rawFlags: unknown,
): Promise<void> {
  const { reason, json } = SetFlags.parse(rawFlags);
  const settings = queueSettings(words);
  const options = { signal, ...(reason !== undefined && { reason }) };
  const queue = await client.queues.patch(name, settings, options).catch(async (error: unknown): Promise<Queue> => {
    // With a path it is something else that is not there: a profile.
    if (!(error instanceof ApiError) || error.code !== 'NOT_FOUND' || error.errors.length > 0) throw error;
    return client.queues.put(name, settings, options);
  });
  console.log(json ? jsonLine(queue) : queueText(queue));
}

/** `concurrencyLimit=20 rate=100/60 profile=null`: a value is JSON where it is JSON, else text. Throws a UsageError. */
export function queueSettings(words: readonly string[]): QueueSettings {
  return unchecked(Object.fromEntries(words.map(setting)));
}

function setting(word: string): [name: string, value: unknown] {
  const [, name, text] = /^([^=]*)=([\s\S]*)$/.exec(word) ?? [];
  if (name === undefined || text === undefined) {
    throw new UsageError(`"${word}" is no SETTING=VALUE, such as concurrencyLimit=20.`);
  }
  const known = SettingName.safeParse(name);
  if (!known.success) throw new UsageError(`There is no setting "${name}"; there are ${QUEUE_SETTINGS.join(', ')}.`);
  const [, tasks, seconds] = /^(\d+)\/(\d+(?:\.\d+)?)s?$/.exec(known.data === 'rate' ? text : '') ?? [];
  return [known.data, tasks === undefined ? jsonOrText(text) : { tasks: Number(tasks), seconds: Number(seconds) }];
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The server checks the values, and names what is wrong. */
function unchecked(settings: object): QueueSettings {
  return settings;
}

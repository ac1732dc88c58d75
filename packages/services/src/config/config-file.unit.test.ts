import { readFileSync } from 'node:fs';
import { defaultRetryPolicy } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { QueueSettings } from '../queues/queue-settings.ts';
import { configSchema } from './config-schema.ts';
import { parseConfig } from './config-file.ts';

const fileOfRoot = (name: string) => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');

function problemOf(config: unknown): string {
  try {
    parseConfig(typeof config === 'string' ? config : JSON.stringify(config));
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('parseConfig', () => {
  it.each<[unknown, string]>([
    ['{"queues": }', 'It is not JSON: '],
    ['[]', 'Invalid input: expected object, received array'],
    [{ queue: {} }, 'queue: is not a field'],
    [{ concurrencyLimit: 0 }, 'concurrencyLimit: must be a whole number from 1 to 100000'],
    [{ queues: { mail: { concurencyLimit: 4 } } }, 'queues.mail.concurencyLimit: is not a field'],
    [{ queues: { 'a b': {} } }, 'queues.a b: '],
    [{ queues: { mail: { rate: { tasks: 1 } } } }, 'queues.mail.rate.seconds: is required'],
    [{ profiles: { a: {} } }, 'profiles.a: needs either source or directory'],
    [{ profiles: { a: { directory: 'x', source: { kind: 'image' } } } }, 'profiles.a: needs either'],
    [{ profiles: { a: { directory: 'x', env: {} } } }, 'profiles.a.env: is not a field'],
    [{ schedules: { a: { task: { callable: 'a.b' } } } }, 'schedules.a.cron: is required'],
    [
      { schedules: { a: { cron: '* * * * *', task: { callable: 'a.b', runAt: 'x' } } } },
      'schedules.a.task.runAt: is not',
    ],
    [
      '{"schedules": {"a": {"cron": "* * * * *", "task": {"callable": "a.b", "args": [{"n": 12345678901234567890}]}}}}',
      'schedules.a.task.args[0].n: is too large a number',
    ],
  ])('refuses %j', (config, words) => {
    expect(problemOf(config)).toContain(words);
  });

  it('names ten problems at once, each with its path', () => {
    const queues = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`q${at}`, { keyLimit: 0 }]));
    const lines = problemOf({ queues }).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[1]).toBe('queues.q1.keyLimit: must be a whole number from 1 to 100000');
    expect(lines[10]).toBe('and 2 more');
  });

  it('takes nothing, and a byte order mark', () => {
    expect(parseConfig('\uFEFF{}')).toEqual({});
  });
});

describe('docs/queues.md', () => {
  it('shows a file that is taken, and a policy that is the default', () => {
    const text = fileOfRoot('docs/queues.md');
    const [, file = ''] = /```json\n(.*?)```/s.exec(text) ?? [];
    expect(Object.keys(parseConfig(file))).toEqual(['$schema', 'concurrencyLimit', 'queues', 'profiles', 'schedules']);
    const [, policy = ''] = /`retryPolicy` \| `(.*?)`/.exec(text) ?? [];
    expect(JSON.parse(policy)).toEqual(defaultRetryPolicy);
  });

  it('names every setting of a queue', () => {
    const text = fileOfRoot('docs/queues.md');
    for (const name of Object.keys(QueueSettings.shape)) expect(text).toContain(`\`${name}\``);
  });
});

describe('raydeck.config.json', () => {
  it('at the root is an example that is taken', () => {
    const config = parseConfig(fileOfRoot('raydeck.config.json'));
    expect(Object.keys(config.queues ?? {})).not.toEqual([]);
  });

  it('has a schema for editors that says what is taken: npm run config-schema -w @raydeck/services writes it', () => {
    expect(JSON.parse(fileOfRoot('docs/raydeck.config.schema.json'))).toEqual(configSchema());
  });
});

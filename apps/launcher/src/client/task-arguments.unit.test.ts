import { type Client, createClient } from '@raydeck/client';
import { describe, expect, it } from 'vitest';
import { type ArgumentWords, taskArguments } from './task-arguments.ts';
import { UsageError } from './usage-error.ts';

/** The arguments as they go over the line. */
async function sent(words: ArgumentWords): Promise<string> {
  let body = '';
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    body = typeof init?.body === 'string' ? init.body : '';
    return Response.json({});
  };
  const client: Client = createClient({ url: 'http://raydeck', apiKey: 'k', fetch });
  await client.enqueue({ callable: 'a.b', ...taskArguments(words), idempotencyKey: 'i' });
  return body.slice('{"callable":"a.b",'.length, -',"idempotencyKey":"i"}'.length);
}

describe('taskArguments', () => {
  it.each<[string[], string]>([
    [['42', 'hello', 'true', 'null', '"42"'], '"args":[42, "hello", true, null, "42"]'],
    [['12345678901234567890', '1.10', '1e22', '-0.0'], '"args":[12345678901234567890, 1.10, 1e22, -0.0]'],
    [['{"a": [1]}', '[1', '', 'a b'], '"args":[{"a": [1]}, "[1", "", "a b"]'],
    [['amount=9.99', 'note=', 'text=a=b'], '"kwargs":{"amount": 9.99, "note": "", "text": "a=b"}'],
    [['1', 'a=2', '3'], '"args":[1, 3],"kwargs":{"a": 2}'],
    [['=1', '2=3', 'a-b=4', 'a\n=5'], String.raw`"args":["=1", "2=3", "a-b=4", "a\n=5"]`],
  ])('reads %j', async (words, expected) => {
    expect(await sent({ words })).toBe(expected);
  });

  it('takes all of them as JSON, as it is written', async () => {
    const argsJson = ' [1.10,  {"b": 1, "a": 2}] ';
    expect(await sent({ words: ['c=1'], argsJson })).toBe(`"args":${argsJson},"kwargs":{"c": 1}`);
    expect(await sent({ words: [], kwargsJson: '{"b": 1.0}' })).toBe('"kwargs":{"b": 1.0}');
  });

  it.each<[ArgumentWords, RegExp]>([
    [{ words: ['1'], argsJson: '[]' }, /--args-json .* cannot stand beside "1"/],
    [{ words: ['a=1'], kwargsJson: '{}' }, /--kwargs-json .* cannot stand beside "a=…"/],
    [{ words: [], argsJson: '{}' }, /--args-json must be an array/],
    [{ words: [], argsJson: '[1' }, /--args-json must be an array/],
    [{ words: [], kwargsJson: '[]' }, /--kwargs-json must be an object/],
    [{ words: ['a=1', 'a=2'] }, /a is given twice/],
  ])('refuses %j', (words, message) => {
    expect(() => taskArguments(words)).toThrow(UsageError);
    expect(() => taskArguments(words)).toThrow(message);
  });
});

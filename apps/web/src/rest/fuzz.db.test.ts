import { exchangeCheck, type FuzzRequest, type Known, readDocument, requestArbitrary } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { getOpenapi } from './endpoints/get-openapi.ts';
import { openapiDocument } from './openapi.ts';
import { endpoints } from './endpoints.ts';
import { testApi, type TestApi } from './test-api.ts';
import { type Caller, callersOf } from './test-callers.ts';
import { samples } from './test-samples.ts';
import { countWrites } from './test-writes.ts';

// Requests that the document describes, that are a little off, and that are hostile, as each kind of caller. The seed makes a run
// repeatable; RAYDECK_FUZZ_SEED and RAYDECK_FUZZ_REQUESTS ask for others and more.
const seed = Number(process.env['RAYDECK_FUZZ_SEED'] ?? 20_261_120);
const requests = Number(process.env['RAYDECK_FUZZ_REQUESTS'] ?? 3_000);
const { document, operations } = readDocument(JSON.parse(JSON.stringify(openapiDocument([...endpoints, getOpenapi]))));
const check = exchangeCheck(document, operations);

let api: TestApi;
let callers: Caller[];
let writes: () => Promise<number>;

beforeAll(async () => {
  api = await testApi();
  callers = await callersOf(api);
  writes = await countWrites(api.db);
});
afterAll(() => api.close());

/** Makes rows for every operation, and says what is there then, as an administrator sees it. */
async function knownNow(): Promise<Known> {
  api.signIn('ADMIN');
  const bodies: Record<string, unknown[]> = {};
  const ids: Record<string, string[]> = {};
  for (const { operationId } of operations) {
    const sample = await samples[operationId]?.(api);
    if (sample?.body !== undefined) bodies[operationId] = [sample.body];
    ids[operationId] = Object.values(sample?.params ?? {}).slice(0, 1);
  }
  for (const path of ['/tasks', '/queues', '/profiles', '/schedules', '/keys', '/users']) {
    const items = Items.parse((await api.send('GET', path)).body['items']);
    ids[path.slice(1)] = items.flatMap(({ id, name }) => [id, name].filter((one) => one !== undefined));
  }
  const { queues = [], profiles = [] } = ids;
  const versions = { version: ['1'], from: ['1'], to: ['1'] };
  const values = { queue: queues, queues, profile: profiles, callable: ['a.b', 'shop.tasks.charge'], ...versions };
  return { ids, values, bodies, only: { waitSeconds: ['0'] } };
}

const Items = z.array(z.object({ id: z.string().optional(), name: z.string().optional() }));

/** Requests that did their work: those that are all refused would prove little. */
let succeeded = 0;

async function judge(request: FuzzRequest, caller: Caller): Promise<string | null> {
  const { operationId, method, path, headers, body } = request;
  const before = await writes();
  const answer = await api.send(method, path, {
    ...caller.enter(),
    ...(body && { body: body.content }),
    headers: { ...(body && { 'content-type': body.mediaType }), ...headers },
  });
  if (answer.status < 300) succeeded += 1;
  const problem = check({
    operationId,
    method,
    body: typeof body?.content === 'string' ? body.content : null,
    answer: { ...answer, contentType: answer.headers.get('content-type') },
  });
  if (problem) return `${problem}: ${answer.text.slice(0, 500)}`;
  if (answer.status < 400 || (await writes()) === before) return null;
  return `it was refused with ${answer.status}, and yet it wrote`;
}

it(
  `${requests} requests of seed ${seed} find no failure, no undocumented answer, and no refusal that wrote`,
  async () => {
    const atOnce = 500;
    for (let done = 0; done < requests; done += atOnce) {
      const arbitrary = fc.tuple(requestArbitrary(document, operations, await knownNow()), fc.constantFrom(...callers));
      await fc.assert(
        fc.asyncProperty(arbitrary, async ([request, caller]) => {
          const problem = await judge(request, caller);
          if (problem) throw new Error(`${request.method} ${request.path} by ${caller.name}: ${problem}`);
        }),
        { seed: seed + done, numRuns: Math.min(atOnce, requests - done), endOnFailure: true },
      );
    }
    expect(api.logged).toEqual([]);
    expect(succeeded / requests).toBeGreaterThan(0.15);
  },
  Math.max(60_000, requests * 40),
);

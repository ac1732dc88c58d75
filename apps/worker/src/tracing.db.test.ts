import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorkerKit, type WorkerKit } from './conformance/worker-kit.ts';

const Attribute = z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) });
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: z.array(Attribute),
  status: z.looseObject({ code: z.number().optional(), message: z.string().optional() }),
});
/** A request of OTLP over HTTP, in its JSON encoding. */
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const received: z.infer<typeof Span>[] = [];
let collector: Server;
let kit: WorkerKit;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      const { resourceSpans } = Export.parse(JSON.parse(body));
      received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const address = collector.address();
  if (address === null || typeof address === 'string') throw new Error('The collector has no port.');
  kit = await createWorkerKit('local');
  await kit.startWorker({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}` });
});
afterAll(async () => {
  await kit?.close();
  collector?.close();
});

/** The spans of a task once the collector has the last of them, as `name < parent's name`, in order. */
async function treeOf(taskId: string): Promise<string[]> {
  const spansOf = () =>
    received.filter(({ attributes }) => attributes.some(({ value }) => value.stringValue === taskId));
  await until('the collector to have the task', () => spansOf().some(({ name }) => name === 'raydeck.task'), {
    deadlineMs: 120_000,
  });
  const spans = spansOf();
  const nameOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id)?.name ?? id ?? 'nobody';
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) expect(startTimeUnixNano <= endTimeUnixNano).toBe(true);
  return spans.map(({ name, parentSpanId }) => `${name} < ${nameOf(parentSpanId)}`).toSorted();
}

it('a task is a tree of spans below whoever enqueued it, with each of its attempts', async () => {
  const id = await kit.enqueue({
    callable: 'operator.truediv',
    args: '[1, 0]',
    maxAttempts: 2,
    retry: { backoff: 'fixed', delaySeconds: 0 },
    traceparent,
  });
  await kit.finished(id);
  const attempt = ['claim', 'execute', 'finish', 'submit'].map((name) => `raydeck.${name} < raydeck.attempt`);
  const task = ['raydeck.attempt < raydeck.task', 'raydeck.wait < raydeck.task'];
  expect(await treeOf(id)).toEqual(
    [...attempt, ...attempt, ...task, ...task, 'raydeck.task < 00f067aa0ba902b7'].toSorted(),
  );
  const own = received.filter(({ traceId }) => traceId === '4bf92f3577b34da6a3ce929d0e0e4736');
  const problems = own.filter(({ name }) => name === 'raydeck.execute').map(({ status }) => status.message);
  expect(problems).toEqual(['builtins.ZeroDivisionError', 'builtins.ZeroDivisionError']);
  expect(JSON.stringify(own, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
    'division by zero',
  );
});

it('a task of nobody in particular is a trace of its own name', async () => {
  const id = await kit.enqueue({ callable: 'operator.add', args: '[1, 2]' });
  await kit.finished(id);
  expect(await treeOf(id)).toContain('raydeck.task < nobody');
  expect(received.at(-1)?.traceId).toBe(id.replaceAll('-', ''));
});

it('what its enqueuer did not sample is not told', async () => {
  const id = await kit.enqueue({
    callable: 'operator.add',
    args: '[1, 2]',
    traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-00',
  });
  await kit.finished(id);
  const after = await kit.enqueue({ callable: 'operator.add', args: '[1, 2]' });
  await kit.finished(after);
  await treeOf(after);
  expect(received.filter(({ traceId }) => /^a+$/.test(traceId))).toEqual([]);
});

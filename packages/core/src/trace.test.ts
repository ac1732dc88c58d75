import { expect, it } from 'vitest';
import {
  attemptPlace,
  executionPlace,
  formatTraceparent,
  parseTraceparent,
  taskPlace,
  traceIdOf,
  type Traced,
} from './trace.ts';

const taskId = '01a221db-b9ca-7795-aefd-3d92d5485dbb';
const attemptId = '01a221db-ac9e-7cda-827f-bc154e80c234';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

it.each([
  null,
  '',
  'x',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  traceparent.toUpperCase(),
])('%s is no traceparent', (text) => expect(parseTraceparent(text)).toBeNull());

it('reads what it writes', () => {
  const place = parseTraceparent(traceparent);
  expect(place).toEqual({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    isSampled: true,
  });
  expect(place && formatTraceparent(place)).toBe(traceparent);
});

it('a task without one has a trace of its own name', () => {
  expect(traceIdOf({ taskId, traceparent: null })).toBe(taskId.replaceAll('-', ''));
  expect(traceIdOf({ taskId, traceparent })).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

it('task, attempt and execution are spans apart, the same in each process', () => {
  const traced: Traced = { taskId, traceparent };
  const places = [taskPlace(traced), attemptPlace(traced, attemptId), executionPlace(traced, attemptId)];
  expect(new Set(places.map(({ spanId }) => spanId)).size).toBe(3);
  for (const { traceId, spanId } of places) {
    expect(traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(spanId).toMatch(/^(?!0)[0-9a-f]{16}$/);
  }
  expect(attemptPlace({ taskId, traceparent: traceparent.replace(/01$/, '00') }, attemptId).isSampled).toBe(false);
});

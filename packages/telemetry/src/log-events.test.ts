import { Writable } from 'node:stream';
import type { DomainEvent } from '@raydeck/core';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { logEvents, type LogEventsOptions } from './log-events.ts';

const about = {
  taskId: '01a221db-b9ca-7795-aefd-3d9280000000',
  attemptId: '01a221db-ac9e-7cda-827f-bc154e80c234',
  queue: 'mail',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const submitted: DomainEvent = { type: 'attempt.submitted', ...about, executionName: 'rd-x', durationMs: 7 };

const Line = z.record(z.string(), z.unknown());

/** The lines that these events become. */
function linesOf(events: DomainEvent[], options: LogEventsOptions = {}): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const output = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(Line.parse(JSON.parse(chunk.toString())));
      done();
    },
  });
  const emit = logEvents(pino({ level: 'debug' }, output), options);
  for (const event of events) emit(event);
  return lines;
}

it('a step names its task, attempt, queue, worker and trace', () => {
  const [line] = linesOf([submitted], { common: () => ({ workerId: 'w' }) });
  expect(line).toMatchObject({
    event: 'attempt.submitted',
    workerId: 'w',
    taskId: about.taskId,
    attemptId: about.attemptId,
    queue: 'mail',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  });
  expect(line).not.toHaveProperty('traceparent');
});

it('of a task all ordinary steps are written or none, and what went wrong always', () => {
  const failed: DomainEvent = { type: 'attempt.submit_failed', ...about, error: 'no', willRetry: true };
  const eventsOf = (sample: number) => linesOf([submitted, failed], { sample }).map(({ event }) => event);
  expect(eventsOf(1)).toEqual(['attempt.submitted', 'attempt.submit_failed']);
  // The task stands right in the middle.
  expect(eventsOf(0.51)).toEqual(['attempt.submitted', 'attempt.submit_failed']);
  expect(eventsOf(0.5)).toEqual(['attempt.submit_failed']);
  expect(eventsOf(0)).toEqual(['attempt.submit_failed']);
});

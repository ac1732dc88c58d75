import { randomBytes } from 'node:crypto';
import {
  type AboutAttempt,
  attemptPlace,
  type DomainEvent,
  executionPlace,
  parseTraceparent,
  taskPlace,
  type TracePlace,
} from '@raydeck/core';
import type { SpanFacts } from './finished-span.ts';

type Claimed = Extract<DomainEvent, { type: 'attempt.claimed' }>;
type Finished = Extract<DomainEvent, { type: 'attempt.finished' }>;

/** The spans that an event completes. Payloads and messages are in none of them. */
export function spansOf(event: DomainEvent, nowMs: number): SpanFacts[] {
  if (event.type === 'attempt.claimed') return claimedSpans(event, nowMs);
  if (event.type === 'attempt.finished') return finishedSpans(event, nowMs);
  if (event.type !== 'attempt.submitted') return [];
  return [span('raydeck.submit', event, within(event), nowMs - event.durationMs, nowMs)];
}

function claimedSpans(event: Claimed, nowMs: number): SpanFacts[] {
  const claimedMs = nowMs - event.claimMs;
  const wait = { place: child(taskPlace(event)), parent: taskPlace(event) };
  return [
    span('raydeck.wait', event, wait, claimedMs - event.waitMs, claimedMs),
    span('raydeck.claim', event, within(event), claimedMs, nowMs),
  ];
}

function finishedSpans(event: Finished, nowMs: number): SpanFacts[] {
  const { attemptId, state, taskState, errorClass, runMs, latencyMs, finishedAtMs, submittedAtMs } = event;
  const problem = state === 'FAILED' || state === 'LOST' ? (errorClass ?? state) : null;
  const attributes = {
    'raydeck.callable': event.callable,
    'raydeck.runner': event.runner,
    'raydeck.attempt.number': event.number,
    'raydeck.attempt.state': state,
  };
  const attempt = { place: attemptPlace(event, attemptId), parent: taskPlace(event) };
  const execution = { place: executionPlace(event, attemptId), parent: attempt.place };
  const task = { place: taskPlace(event), parent: parseTraceparent(event.traceparent) };
  const add = (facts: SpanFacts, failed = problem): SpanFacts => ({
    ...facts,
    problem: failed,
    attributes: { ...facts.attributes, ...attributes },
  });
  const spans = [
    add(span('raydeck.attempt', event, attempt, submittedAtMs, finishedAtMs)),
    span('raydeck.finish', event, within(event), nowMs - event.commitMs, nowMs),
  ];
  if (runMs !== null) spans.push(add(span('raydeck.execute', event, execution, finishedAtMs - runMs, finishedAtMs)));
  if (taskState !== 'QUEUED') {
    const failed = taskState === 'FAILED' ? problem : null;
    spans.push(add(span('raydeck.task', event, task, finishedAtMs - latencyMs, finishedAtMs), failed));
  }
  return spans;
}

interface Position {
  place: TracePlace;
  parent: TracePlace | null;
}

function span(name: string, about: AboutAttempt, position: Position, startMs: number, endMs: number): SpanFacts {
  const { taskId, attemptId, queue } = about;
  const attributes = { 'raydeck.task.id': taskId, 'raydeck.attempt.id': attemptId, 'raydeck.queue': queue };
  return { name, ...position, startMs, endMs, attributes, problem: null };
}

function within(about: AboutAttempt): Position {
  const parent = attemptPlace(about, about.attemptId);
  return { place: child(parent), parent };
}

/** A span of which nobody else needs to know the id. */
function child(parent: TracePlace): TracePlace {
  return { ...parent, spanId: randomBytes(8).toString('hex') };
}

import { type Attributes, type SpanContext, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { TracePlace } from '@raydeck/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

export interface SpanFacts {
  name: string;
  place: TracePlace;
  parent: TracePlace | null;
  /** In milliseconds since the epoch. */
  startMs: number;
  endMs: number;
  attributes: Attributes;
  /** A word for what went wrong; null when nothing did. */
  problem: string | null;
}

/** A span that is over: ours are told afterwards, by whichever process saw the end, and their ids follow from those of tasks. */
export function finishedSpan(facts: SpanFacts, resource: Resource): ReadableSpan {
  const { name, place, parent, startMs, endMs, attributes, problem } = facts;
  const context = contextOf(place);
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    ...(parent && { parentSpanContext: contextOf(parent) }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(Math.max(0, endMs - startMs)),
    status: problem === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: problem },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'raydeck' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function contextOf({ traceId, spanId, isSampled }: TracePlace): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

function hrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

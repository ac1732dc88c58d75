/** Where a task or an attempt stands in a trace, in the words of W3C's Trace Context. */
export interface TracePlace {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 of them. */
  spanId: string;
  isSampled: boolean;
}

/** What a task and its attempts are known by; ids are UUIDs. */
export interface Traced {
  taskId: string;
  /** Of whoever enqueued it; null without one. */
  traceparent: string | null;
}

const form = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Null for what is none, which is to be ignored. */
export function parseTraceparent(text: string | null): TracePlace | null {
  const [, traceId, spanId, flags] = form.exec(text ?? '') ?? [];
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function formatTraceparent({ traceId, spanId, isSampled }: TracePlace): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** The task's trace: its enqueuer's, or one that is named as the task is. So whoever sees the id can tell the trace. */
export function traceIdOf({ taskId, traceparent }: Traced): string {
  return parseTraceparent(traceparent)?.traceId ?? hex(taskId);
}

/** The span of the task itself. */
export function taskPlace(traced: Traced): TracePlace {
  return { traceId: traceIdOf(traced), spanId: tail(traced.taskId), isSampled: isTold(traced) };
}

/** The span of an attempt, the same in whichever process it is told. */
export function attemptPlace(traced: Traced, attemptId: string): TracePlace {
  return { ...taskPlace(traced), spanId: tail(attemptId) };
}

/** The span of an attempt's execution: what user code's own spans stand under. */
export function executionPlace(traced: Traced, attemptId: string): TracePlace {
  const spanId = tail(attemptId);
  // A UUID has 8, 9, a or b here, so that this is the span of no attempt and no task.
  const first = (Number.parseInt(spanId.slice(0, 1), 16) - 4).toString(16);
  return { ...taskPlace(traced), spanId: first + spanId.slice(1) };
}

function isTold({ traceparent }: Traced): boolean {
  return parseTraceparent(traceparent)?.isSampled ?? true;
}

/** The random half of a UUIDv7. */
function tail(uuid: string): string {
  return hex(uuid).slice(16);
}

function hex(uuid: string): string {
  return uuid.replaceAll('-', '');
}

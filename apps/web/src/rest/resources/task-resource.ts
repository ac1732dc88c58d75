import type { AttemptDetail, Payload, TaskDetail } from '@raydeck/services';
import { rawJson } from '../write-json.ts';

/**
 * A task as the API shows it: payload as the JSON it is, digit for digit, or its shapes. Wishes stand under `effective`, with
 * their origin.
 */
export function taskResource({ task, attempts, events, effective, retriedFrom, retriedBy }: TaskDetail) {
  const { args, kwargs, result, kind: _kind, resultRef: _ref, argsRef: _argsRef, ...shown } = task;
  const {
    runner: _runner,
    maxAttempts: _max,
    timeoutSeconds: _timeout,
    retryPolicy: _retry,
    profile: _profile,
    ...rest
  } = shown;
  const payload = payloadResource({ args, kwargs, result });
  return { ...rest, ...payload, effective, retriedFrom, retriedBy, attempts: attempts.map(attemptResource), events };
}

function payloadResource({ args, kwargs, result }: { args: Payload; kwargs: Payload; result: Payload | null }) {
  const stored = { argumentsBytes: storedBytes(args), resultBytes: result && storedBytes(result) };
  if (args.kind === 'locked') return { stored, locked: lockedResource(args) };
  if ([args, kwargs, result].some((payload) => payload?.kind === 'shape')) {
    return {
      stored,
      shapes: { args: shapeText(args), kwargs: shapeText(kwargs), result: result && shapeText(result) },
    };
  }
  return {
    stored,
    ...(args.kind === 'text' && { args: rawJson(args.text) }),
    ...(kwargs.kind === 'text' && { kwargs: rawJson(kwargs.text) }),
    result: rawJson(result?.kind === 'text' ? result.text : 'null'),
  };
}

function shapeText(payload: Payload): string {
  if (payload.kind === 'stored') return `stored(${payload.sizeBytes})`;
  return payload.kind === 'shape' ? payload.shape : '';
}

export function lockedResource({ keyId, isKeyMissing, problem }: Extract<Payload, { kind: 'locked' }>) {
  return { keyId, isKeyMissing, problem };
}

function storedBytes(payload: Payload): number | null {
  return payload.kind === 'stored' ? payload.sizeBytes : null;
}

/** The log has its own path; the execution's id is what fences it; places are counted, not shown. */
function attemptResource(attempt: AttemptDetail) {
  const { logTail: _tail, executionId: _execution, ...rest } = attempt;
  const { slotQueue: _queue, slotKey: _key, ...shown } = rest;
  return shown;
}

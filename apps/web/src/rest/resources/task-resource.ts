import type { AttemptDetail, Payload, TaskDetail } from '@raydeck/services';
import { rawJson } from '../write-json.ts';

/**
 * A task as the API shows it: payload as the JSON it is, digit for digit, or its shapes. Wishes stand under `effective`, with
 * their origin.
 */
export function taskResource({ task, attempts, events, effective, retriedFrom, retriedBy }: TaskDetail) {
  const { args, kwargs, result, kind: _kind, resultRef: _ref, ...shown } = task;
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
  if (args.kind === 'text' && kwargs.kind === 'text') {
    const text = result?.kind === 'text' ? result.text : 'null';
    return { args: rawJson(args.text), kwargs: rawJson(kwargs.text), result: rawJson(text) };
  }
  return { shapes: { args: shapeText(args), kwargs: shapeText(kwargs), result: result && shapeText(result) } };
}

function shapeText(payload: Payload): string {
  return payload.kind === 'shape' ? payload.shape : '';
}

/** The log has its own path; the execution's id is what fences it; places are counted, not shown. */
function attemptResource(attempt: AttemptDetail) {
  const { logTail: _tail, logRef: _log, resultRef: _result, executionId: _execution, ...rest } = attempt;
  const { slotQueue: _queue, slotKey: _key, ...shown } = rest;
  return shown;
}

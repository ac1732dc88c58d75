import { longestDelaySeconds } from '@raydeck/core';
import { z } from 'zod';

/** Messages of `docs/attempt-api.md`, as far as a worker reads them. Text is cut to what the tables hold, NUL removed. */
const text = (limit: number) => z.string().transform((value) => value.replaceAll('\0', '').slice(0, limit));
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const jsonText = (limit: number) =>
  z.string().max(limit).refine(isStorableJson, 'must be JSON text without NUL characters');

/** The most that a row takes; a worker's setting may be less. */
const largestInlineBytes = 262_144;
export const logTailLimitBytes = 65_536;

export const StartMessage = z.object({
  executionId: z.guid(),
  python: text(50).nullish(),
  raydeck: text(50).nullish(),
  ray: text(50).nullish(),
  rayNodeId: text(100).nullish(),
  rayJobId: text(100).nullish(),
  pod: text(300).nullish(),
  hostname: text(300).nullish(),
  pid: count.nullish(),
});

const Progress = z.object({
  current: z.number(),
  total: z.number().nullable().default(null),
  message: text(500).nullable().default(null),
});

const traces = {
  progress: Progress.nullable().default(null),
  logTail: text(logTailLimitBytes).nullable().default(null),
  logBytes: count.nullable().default(null),
  peakMemoryBytes: count.nullable().default(null),
  cpuSeconds: z.number().min(0).nullable().default(null),
};

export const HeartbeatMessage = z.object({ executionId: z.guid(), ...traces });

const askedSeconds = z.number().min(0).max(longestDelaySeconds);

const Ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry'), afterSeconds: askedSeconds.nullable().default(null) }),
  z.object({ kind: z.literal('snooze'), afterSeconds: askedSeconds }),
  z.object({ kind: z.literal('give_up') }),
]);

// classPaths and ask are newer than the Python package may be.
const ReportedError = z.object({
  class: text(300),
  message: text(10_000),
  traceback: text(110_000).nullable().default(null),
  phase: z.enum(['bootstrap', 'import', 'arguments', 'call', 'serialise']),
  notes: z.array(text(10_000)).max(100).default([]),
  retryable: z.boolean().default(true),
  classPaths: z.array(text(255)).max(30).default([]),
  ask: Ask.nullable().default(null),
});

export const OutcomeMessage = z
  .object({
    executionId: z.guid(),
    version: z.literal(1),
    state: z.enum(['SUCCEEDED', 'FAILED', 'CANCELED']),
    // Characters of JSON text are at most as many as its bytes; the execution side keeps to the byte limit.
    result: jsonText(largestInlineBytes).nullable().default(null),
    resultUpload: z.guid().nullable().default(null),
    error: ReportedError.nullable().default(null),
    ...traces,
  })
  .refine(
    (outcome) => (outcome.state === 'SUCCEEDED') === (outcome.error === null),
    'error goes with FAILED and CANCELED',
  )
  .refine((outcome) => outcome.state === 'SUCCEEDED' || outcome.result === null, 'result goes with SUCCEEDED')
  .refine(
    (outcome) => outcome.resultUpload === null || (outcome.state === 'SUCCEEDED' && outcome.result === null),
    'resultUpload takes the place of result',
  );

function isStorableJson(value: string): boolean {
  if (value.includes('\0')) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

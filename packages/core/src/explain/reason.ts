/**
 * Why a task does not run, what it is doing, or how it ended; one word for each, stable for machines. A new one needs its row in
 * explain.test.ts.
 */
export const reasonCodes = [
  'blocked',
  'all_paused',
  'queue_paused',
  'queue_missing',
  'not_due',
  'backing_off',
  'snoozing',
  'no_worker',
  'no_worker_for_queue',
  'no_worker_with_runner',
  'workers_drained',
  'cluster_unreachable',
  'cluster_drained',
  'never_fits',
  'key_full',
  'queue_full',
  'all_full',
  'rate_limited',
  'pending_full',
  'workers_full',
  'in_line',
  'expires',
  'cancel_requested',
  'worker_gone',
  'cluster_restarted',
  'on_its_way',
  'setting_up',
  'waits_for_node',
  'ray_pending',
  'running',
  'silent',
  'times_out',
  'succeeded',
  'failed',
  'gave_up',
  'expired',
  'canceled',
  'still_ending',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** `waiting` passes by itself, `stuck` needs somebody, `running` is well, `ended` is over. */
export const tones = ['waiting', 'stuck', 'running', 'ended'] as const;

export type Tone = (typeof tones)[number];

/** What would help, or show more; `target` is the queue, cluster, task or attempt that it is about. */
export interface Help {
  action: HelpAction;
  target: string;
  text: string;
}

export const helpActions = [
  'resume_all',
  'resume_queue',
  'resume_cluster',
  'run_now',
  'change_priority',
  'retry',
  'cancel',
  'see_queues',
  'see_workers',
  'see_cluster',
  'see_log',
  'see_attempt',
] as const;

export type HelpAction = (typeof helpActions)[number];

/** A task that is in the way: it holds a place. */
export interface Holder {
  taskId: string;
  callable: string;
}

/** One thing that keeps the task, or that it does, in a sentence or two. */
export interface Reason {
  code: ReasonCode;
  tone: Tone;
  text: string;
  /** Since when it holds, or until when. */
  time: { kind: 'since' | 'until'; at: Date } | null;
  /** Words that are not ours: what Ray or user code says. */
  quote: string | null;
  /** Some of those that are in the way, as far as the asker may see them. */
  holders: readonly Holder[];
  help: readonly Help[];
}

/** A reason with what most of them lack left empty. */
export function reason(
  code: ReasonCode,
  tone: Tone,
  text: string,
  rest: Partial<Pick<Reason, 'time' | 'quote' | 'holders' | 'help'>> = {},
): Reason {
  return { code, tone, text, time: null, quote: null, holders: [], help: [], ...rest };
}

export function since(at: Date | null): Reason['time'] {
  return at && { kind: 'since', at };
}

export function until(at: Date): Reason['time'] {
  return { kind: 'until', at };
}

export function help(action: HelpAction, text: string, target: string): Help {
  return { action, text, target };
}

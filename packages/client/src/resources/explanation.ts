import type { TaskState } from './task.ts';

/** Why a task does not run, what it is doing, or how it ended, as of `at`; the first reason decides, the rest hold as well. */
export interface Explanation {
  id: string;
  state: TaskState;
  at: string;
  title: string;
  reasons: ExplainedReason[];
}

export interface ExplainedReason {
  /** One word for machines; there may be new ones. */
  code: string;
  /** Only what is stuck needs somebody. */
  tone: 'waiting' | 'stuck' | 'running' | 'ended';
  text: string;
  /** Since when it holds, or until when. */
  time: { kind: 'since' | 'until'; at: string } | null;
  /** What Ray or a set-up says of it. */
  quote: string | null;
  /** Some tasks that hold the places, as far as the caller reaches them. */
  holders: { taskId: string; callable: string }[];
  /** What would help, or show more; `target` is the queue, cluster, task or attempt that it is about. */
  help: { action: string; target: string; text: string }[];
}

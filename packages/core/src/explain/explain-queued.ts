import { isSnoozed } from '../outcome.ts';
import { lossLimit } from '../retry-policy.ts';
import { explainCapacity } from './explain-capacity.ts';
import { explainPlace } from './explain-place.ts';
import type { ExplainFacts, PauseFacts } from './facts.ts';
import { type Help, help, type Reason, reason, since, until } from './reason.ts';

/** All that stands in the way of a QUEUED task. Its turn is of interest only when nothing else does. */
export function explainQueued(facts: ExplainFacts): [Reason, ...Reason[]] {
  const [first, ...others] = [...pauses(facts), ...itsTime(facts), ...explainCapacity(facts)];
  const reasons: [Reason, ...Reason[]] = first ? [first, ...others] : [explainPlace(facts)];
  return [...reasons, ...expiry(facts)];
}

function pauses({ control, queue, task }: ExplainFacts): Reason[] {
  const reasons: Reason[] = [];
  if (control.paused) {
    reasons.push(paused('all_paused', 'All queues are', control, help('resume_all', 'Resume all queues', '')));
  }
  if (!queue) {
    const text = `Queue ${task.queue} does not exist any more: nobody takes its tasks. Move it to another queue, or cancel it.`;
    reasons.push(reason('queue_missing', 'stuck', text, { help: [help('cancel', 'Cancel task', task.id)] }));
  } else if (queue.paused) {
    const resume = help('resume_queue', `Resume queue ${task.queue}`, task.queue);
    reasons.push(paused('queue_paused', `Queue ${task.queue} is`, queue, resume));
  }
  return reasons;
}

function paused(
  code: 'all_paused' | 'queue_paused',
  what: string,
  { pausedBy, pausedReason, pausedAt }: PauseFacts,
  resume: Help,
): Reason {
  const because = pausedReason ? `, because: “${pausedReason}”` : '';
  const text = `${what} paused by ${pausedBy ?? 'somebody'}${because}.`;
  return reason(code, 'stuck', text, { time: since(pausedAt), help: [resume] });
}

function itsTime({ task, now, attempt }: ExplainFacts): Reason[] {
  if (task.runAt <= now) return [];
  const rest = { time: until(task.runAt), help: [help('run_now', 'Run now', task.id)] };
  if (attempt && isSnoozed(attempt)) {
    return [reason('snoozing', 'waiting', `Attempt ${attempt.number} asked for a later one.`, rest)];
  }
  if (!attempt || task.failures + task.losses === 0) {
    return [reason('not_due', 'waiting', 'It is not due yet.', rest)];
  }
  const what = attempt.errorClass ? ` with ${attempt.errorClass}` : '';
  const used = `${counted(task.failures, task.maxAttempts, 'failure')}${task.losses > 0 ? `, ${counted(task.losses, lossLimit, 'loss')}` : ''}`;
  const text = `It backs off: attempt ${attempt.number} ended ${attempt.state}${what} (${used}).`;
  return [reason('backing_off', 'waiting', text, rest)];
}

function counted(count: number, limit: number, unit: string): string {
  return `${unit} ${count} of ${limit}`;
}

function expiry({ task: { expiresAt } }: ExplainFacts): Reason[] {
  if (!expiresAt) return [];
  return [reason('expires', 'waiting', 'It fails unless it has started by then.', { time: until(expiresAt) })];
}

import { lossLimit } from '../retry-policy.ts';
import type { AttemptFact, EventFacts, ExplainFacts } from './facts.ts';
import { help, type Reason, reason, since } from './reason.ts';

/** How a task ended, and whether its execution still holds a place. */
export function explainEnd(facts: ExplainFacts): [Reason, ...Reason[]] {
  return [theEnd(facts), ...stillEnding(facts)];
}

function theEnd(facts: ExplainFacts): Reason {
  const { task, attempt } = facts;
  const time = since(task.finishedAt);
  if (task.state === 'SUCCEEDED') {
    const text = attempt && attempt.number > 1 ? `It succeeded at attempt ${attempt.number}.` : 'It succeeded.';
    return reason('succeeded', 'ended', text, { time });
  }
  const rest = { time, help: [help('retry', 'Retry task', task.id)] };
  if (task.state === 'CANCELED') return reason('canceled', 'ended', canceledText(facts.events), rest);
  if (facts.events[0]?.kind === 'expired') {
    return reason('expired', 'ended', 'It had not started before its expiry.', rest);
  }
  const what = attempt ? causeOf(attempt) : '';
  const givenUp = facts.events.find(({ kind, attemptId }) => kind === 'given_up' && attemptId === attempt?.id);
  if (givenUp) {
    const text = `Attempt ${attempt?.number ?? task.attemptCount} failed${what}, and was not retried: ${givenUp.reason ?? 'it gave up'}.`;
    return reason('gave_up', 'ended', text, rest);
  }
  return reason('failed', 'ended', `It failed ${budgetText(facts)}${what}.`, rest);
}

/** Who asked says more than what then ended the execution. */
function canceledText(events: readonly EventFacts[]): string {
  const event =
    events.find(({ kind }) => kind === 'cancel_requested') ?? events.find(({ kind }) => kind === 'canceled');
  const because = event?.reason ? `, because: “${event.reason}”` : '';
  return `It was canceled by ${event?.actor ?? 'somebody'}${because}.`;
}

function causeOf({ errorClass, exitCode }: AttemptFact): string {
  const code = exitCode === null || exitCode === 0 ? '' : ` (exit code ${exitCode})`;
  return errorClass ? ` with ${errorClass}${code}` : code;
}

function budgetText({ task }: ExplainFacts): string {
  if (task.losses >= lossLimit) return `after the infrastructure had lost ${task.losses} of its attempts, the last`;
  if (task.failures >= task.maxAttempts && task.failures > 1) return `all of its ${task.failures} attempts, the last`;
  return task.attemptCount > 1 ? `at attempt ${task.attemptCount}` : 'at its only attempt';
}

function stillEnding({ attempt }: ExplainFacts): Reason[] {
  if (!attempt || attempt.releasedAt || !attempt.finishedAt) return [];
  const text = `The execution of attempt ${attempt.number} is not known to be over: until then it holds its place.`;
  return [reason('still_ending', 'waiting', text, { time: since(attempt.finishedAt) })];
}

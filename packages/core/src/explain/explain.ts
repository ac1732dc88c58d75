import { explainEnd } from './explain-end.ts';
import { explainQueued } from './explain-queued.ts';
import { explainRunning } from './explain-running.ts';
import type { ExplainFacts } from './facts.ts';
import { type Reason, reason } from './reason.ts';

/** What to tell of a task; the first reason is the one that decides, what follows holds as well. Never empty. */
export interface Explanation {
  title: string;
  reasons: readonly [Reason, ...Reason[]];
}

/** Why a task does not run, what it is doing, or how it ended: from facts alone. */
export function explain(facts: ExplainFacts): Explanation {
  switch (facts.task.state) {
    case 'BLOCKED':
      return { title: 'Why it does not run', reasons: [blocked] };
    case 'QUEUED':
      return { title: 'Why it does not run', reasons: explainQueued(facts) };
    case 'RUNNING':
      return { title: 'What it is doing', reasons: explainRunning(ofThisLife(facts)) };
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CANCELED':
      return { title: 'How it ended', reasons: explainEnd(ofThisLife(facts)) };
  }
}

/** A retry by hand begins afresh: who canceled it before says nothing of now. */
function ofThisLife(facts: ExplainFacts): ExplainFacts {
  const start = facts.events.findIndex(({ kind }) => kind === 'retried_by_hand');
  return start < 0 ? facts : { ...facts, events: facts.events.slice(0, start) };
}

const blocked = reason('blocked', 'waiting', 'It waits for other tasks to end.');

import type { History } from '../history/history.ts';
import { checkAccepted } from './accepted-tasks.ts';
import { checkNumbers } from './attempt-numbers.ts';
import { checkCanceled } from './canceled-tasks.ts';
import { type Duplicate, findDuplicates } from './duplicates.ts';
import { checkExecutions } from './ended-executions.ts';
import { checkEnded } from './ended-tasks.ts';
import { checkMoves } from './known-moves.ts';
import { checkLimits } from './limits.ts';
import { checkLeases } from './live-leases.ts';
import { checkRates } from './rates.ts';
import { checkSeen } from './seen-states.ts';
import { checkJobs } from './single-jobs.ts';
import { checkStarts } from './single-starts.ts';
import { checkResults } from './true-results.ts';
import type { Violation } from './violation.ts';

export interface Verdict {
  violations: Violation[];
  duplicates: Duplicate[];
  /** Accepted tasks that are not there. */
  lost: number;
}

const rules = [
  checkAccepted,
  checkEnded,
  checkExecutions,
  checkStarts,
  checkResults,
  checkMoves,
  checkSeen,
  checkNumbers,
  checkLimits,
  checkRates,
  checkCanceled,
  checkLeases,
  checkJobs,
];

/** Holds a history against all that the design promises. Pure: the same history has the same verdict. */
export function checkHistory(history: History): Verdict {
  const { duplicates, violations } = findDuplicates(history);
  const all = [...rules.flatMap((rule) => rule(history)), ...violations];
  return { violations: all, duplicates, lost: all.filter(({ rule }) => rule === 'accepted-task-missing').length };
}

import type { Ending, TaskState } from '@raydeck/core';
import { attemptStanding } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import { endingOfTest } from './ending-of-test.ts';
import { finish } from './finish.ts';

/**
 * Ends an attempt on its owner's word. The statement holds the word against the owner's live lease, its ownership, and
 * the state that it judged by; null when any of them is no longer so: read again.
 */
export async function judgeAttempt(
  context: AttemptContext,
  verdict: { attemptId: string; workerId: string; expectedState: 'SUBMITTED' | 'RUNNING'; ending: Ending },
): Promise<{ taskState: TaskState } | null> {
  const [standing] = await context.db.run(attemptStanding, [verdict.attemptId]);
  if (!standing) return null;
  const { workerId, expectedState } = verdict;
  const ending = endingOfTest(standing.callable, verdict.ending);
  return finish(context, standing, ending, { by: 'judge', workerId, expectedState });
}

import type { AttemptFact, History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** User code starts at most once for each attempt, of an attempt that the gate has let through, before nobody but it. */
export function checkStarts({ effects, attempts }: Pick<History, 'effects' | 'attempts'>): Violation[] {
  const attemptOf = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const startOf = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { attemptId, taskId, run, pid, event, number, wallMs } of effects) {
    if (event !== 'start') continue;
    const say = (rule: string, detail: string): void => {
      violations.push({ rule, taskId, detail: `attempt ${number} (${attemptId}), pid ${pid}: ${detail}` });
    };
    const first = startOf.get(attemptId);
    if (first !== undefined && first !== run) say('started-twice', 'user code of this attempt had started before');
    startOf.set(attemptId, run);
    const attempt = attemptOf.get(attemptId);
    if (!attempt || attempt.taskId !== taskId || attempt.number !== number) {
      say('unknown-attempt', 'the database knows no such attempt');
    } else if (!isStarted(attempt)) {
      say('started-past-gate', `user code ran, and the attempt is ${attempt.state} without a start`);
    } else if (wallMs < gateMs(attempt) - clockMs) {
      say('started-past-gate', `user code ran ${Math.round(gateMs(attempt) - wallMs)} ms before the gate opened`);
    }
  }
  return violations;
}

/** Under ray_core the gateway is the gate: what it had begun when it died has left no start in the database, and is LOST. */
function isStarted({ runner, state, startedAtMs, executionId }: AttemptFact): boolean {
  return (startedAtMs !== null && executionId !== null) || (runner === 'ray_core' && state === 'LOST');
}

/** Its start is told by how long it has run, as long as the news was under way: it was handed over before in any case. */
function gateMs({ runner, submittedAtMs, startedAtMs }: AttemptFact): number {
  return runner === 'ray_core' ? submittedAtMs : (startedAtMs ?? submittedAtMs);
}

/** One clock, read in two processes. */
const clockMs = 5;

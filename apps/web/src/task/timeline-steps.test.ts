import type { TaskDetail } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { stepsOf } from './timeline-steps.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
const first = { id: 'a1', number: 1, submittedAt: at(1), startedAt: at(3), finishedAt: at(9), errorClass: null };

/** Only what the timeline reads. */
function detailOf(attempts: object[], events: object[], workerNames = {}): TaskDetail {
  const task = { createdAt: at(0), createdBy: 'user:ada' };
  const nothing = { attemptId: null, actor: 'raydeck', reason: null, data: null };
  return {
    task,
    attempts,
    events: events.map((event) => ({ ...nothing, ...event })),
    workerNames,
  } as unknown as TaskDetail;
}

const lines = (detail: TaskDetail) => stepsOf(detail).map(({ title, note }) => [title, note]);

describe('the timeline', () => {
  it('tells from columns and events what happened, newest first, and what came of an end after it', () => {
    const failed = { ...first, state: 'FAILED', errorClass: 'shop.Busy' };
    const events = [{ id: 'e1', kind: 'retry_scheduled', at: at(9), attemptId: 'a1', reason: 'failure 1 of 3' }];
    expect(lines(detailOf([failed], events))).toEqual([
      ['Retry scheduled', 'failure 1 of 3'],
      ['Attempt 1 failed', 'shop.Busy'],
      ['Attempt 1 started', null],
      ['Attempt 1 claimed', null],
      ['Created', 'by user:ada'],
    ]);
  });

  it('shows an adoption with both workers, and a late outcome that was refused, as what needs a look', () => {
    const [from, to] = ['01a1f9e5-884d-7d40-803e-6c61603f6c55', '01a1f9e5-884d-7d40-803e-6c61603f6c56'];
    const events = [
      {
        id: 'e2',
        kind: 'late_outcome_refused',
        at: at(8),
        attemptId: 'a1',
        reason: 'SUCCEEDED came when the attempt was LOST',
        actor: 'execution:x',
      },
      { id: 'e1', kind: 'adopted', at: at(5), attemptId: 'a1', actor: `worker:${to}`, data: { from } },
    ];
    const steps = stepsOf(detailOf([{ ...first, state: 'LOST' }], events, { [from]: 'deck-1', [to]: 'deck-2' }));
    const unusual = steps.filter(({ isUnusual }) => isUnusual).map(({ title, note }) => [title, note]);
    expect(unusual).toEqual([
      ['Attempt 1 lost', null],
      ['Late outcome refused', 'attempt 1: SUCCEEDED came when the attempt was LOST'],
      ['Adopted by another worker', 'attempt 1: from deck-1 to deck-2'],
    ]);
  });

  it('says what was edited, and leads to the task that was made with changes', () => {
    const id = '01a1f9e5-884d-7d40-803e-6c61603f6c57';
    const events = [
      {
        id: 'e2',
        kind: 'retried_with_changes',
        at: at(8),
        actor: 'user:bob',
        data: { retriedAs: id, changed: ['args'] },
      },
      {
        id: 'e1',
        kind: 'edited',
        at: at(5),
        actor: 'user:bob',
        reason: 'urgent',
        data: { before: { priority: 0 }, after: { priority: 5 } },
      },
    ];
    const [retried, edited] = stepsOf(detailOf([], events));
    expect(retried).toMatchObject({ title: 'Retried with changes', leadsTo: id });
    expect(edited?.note).toBe('by user:bob: priority 0 → 5: urgent');
  });
});

import type { RunnerName } from '@raydeck/core';
import { type Enqueued, enqueueTasks, type NewTask } from '@raydeck/services';
import { until } from '@raydeck/testing';
import type { Installation } from '../environment/installation.ts';
import type { Accepted } from '../history/history.ts';

/** Has a task run by this runner, and throws when it has not succeeded in time. */
export type Probe = (runner: RunnerName, deadlineMs: number) => Promise<boolean>;

/** Enqueues a task that goes before all others, and returns once it has succeeded. What was accepted is written down. */
export function createProbe({ context, ask, effectsFile }: Installation, accepted: Accepted[]): Probe {
  let number = 0;
  return async (runner, deadlineMs) => {
    number += 1;
    const key = `probe-${number}`;
    const kwargs = JSON.stringify({ file: effectsFile, key });
    const task = {
      callable: 'chaos_tasks.run',
      kwargs,
      queue: 'probe',
      runner,
      priority: 100,
      idempotencyKey: key,
    } satisfies NewTask;
    const enqueue = async (): Promise<Enqueued | undefined> => {
      const [row] = await enqueueTasks(context, [task]).catch(() => []);
      return row;
    };
    const row = await until('a probe to be accepted', enqueue, { deadlineMs, everyMs: 100 });
    accepted.push({ key, kind: 'probe', taskId: row.id, replayed: row.replayed });
    const isOver = async (): Promise<boolean> => {
      const rows = await ask<{ state: string }>(`SELECT state::text AS state FROM raydeck.task WHERE id = $1`, [
        row.id,
      ]).catch(() => []);
      return rows[0]?.state === 'SUCCEEDED';
    };
    return until('a probe to succeed', isOver, { deadlineMs, everyMs: 100 });
  };
}

import type { Schedule } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { emptySchedule, fieldOf, taskOf, valuesOf } from './schedule-values.ts';

const at = new Date('2026-11-28T12:00:00Z');
const schedule: Schedule = {
  name: 'nightly',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  catchUp: 'all',
  overlap: 'queue',
  description: null,
  task: {
    callable: 'shop.report',
    args: { kind: 'text', text: '[12345678901234567890, 1.10]' },
    kwargs: { kind: 'text', text: '{}' },
    queue: 'mail',
    priority: 5,
    resources: { numCpus: 2, memoryBytes: 512 * 1024 * 1024, custom: { licence: 1 }, isolation: 'process' },
    retry: { backoff: 'listed', delaysSeconds: [1, 60] },
  },
  paused: false,
  pausedReason: null,
  pausedBy: null,
  pausedAt: null,
  nextRunAt: at,
  lastTickAt: null,
  lastTaskId: null,
  createdBy: 'user:ada@example.com',
  createdAt: at,
  updatedAt: at,
};

describe('The form of a schedule', () => {
  it('gives back the task that it was given, digits, retry policy, custom resources and isolation included', () => {
    expect(taskOf(valuesOf(schedule), schedule.task)).toEqual({
      ...schedule.task,
      args: '[12345678901234567890, 1.10]',
      kwargs: '{}',
    });
  });

  it('gives the isolation that is chosen, and none when it is cleared', () => {
    const values = valuesOf(schedule);
    expect(taskOf({ ...values, isolation: 'actor' }, schedule.task).resources).toMatchObject({ isolation: 'actor' });
    expect(taskOf({ ...values, isolation: null }, schedule.task).resources).not.toHaveProperty('isolation');
  });

  it('leaves to the queue what is empty', () => {
    expect(taskOf({ ...emptySchedule, callable: ' a.b ' }, null)).toEqual({
      callable: 'a.b',
      args: '[]',
      kwargs: '{}',
      queue: 'default',
    });
  });

  it.each([
    ['settings.cron', 'cron'],
    ['change.timeZone', 'timeZone'],
    ['task.kwargs.a[0]', 'kwargs'],
    ['task.resources.memoryBytes', 'memoryMib'],
    ['task.resources.numCpus', 'numCpus'],
    ['name', 'name'],
  ])('shows what is wrong at %s in its field', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });
});

import type { Principal } from '@raydeck/core';
import { createNotifier } from '@raydeck/db';
import { enqueueTasks } from '@raydeck/services';
import { withDatabase } from './with-database.ts';

/** One task for each thing that can happen to a task. */
const DEMO_TASKS = [
  { callable: 'raydeck.demo.add', args: '[1, 2]' },
  { callable: 'raydeck.demo.deep_failure' },
  { callable: 'raydeck.demo.third_time_lucky' },
  { callable: 'raydeck.demo.long_task' },
  { callable: 'raydeck.demo.large_result' },
  { callable: 'raydeck.demo.greet', kwargs: '{"nmae": "Ada"}' },
  { callable: 'raydeck.demo.coroutine' },
];

const LAUNCHER: Principal = {
  kind: 'key',
  id: 'system:launcher',
  keyId: '',
  name: 'launcher',
  scopes: ['tasks:write'],
  queues: [],
  callables: [],
  ownTasksOnly: false,
  canViewPayload: false,
};

export async function enqueueDemo(appUrl: string): Promise<string> {
  return withDatabase(appUrl, async (db) => {
    const notifier = createNotifier(db);
    const tasks = DEMO_TASKS.map((task) => ({ queue: 'default', tags: ['demo'], ...task }));
    await enqueueTasks({ db, principal: LAUNCHER, notifier, emit: () => undefined }, tasks);
    await notifier.flush();
    return `${tasks.length} tasks enqueued`;
  });
}

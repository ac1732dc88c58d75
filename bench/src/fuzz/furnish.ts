import type { Known } from '@raydeck/testing';
import { z } from 'zod';
import { ownPrefix } from './callers.ts';
import type { Received } from '../http-client.ts';

/** Asks with all rights; the body goes as JSON. */
export type Ask = (method: string, path: string, body?: object) => Promise<Received>;

const bodies: Record<string, unknown[]> = {
  enqueueTask: [{ callable: 'shop.tasks.charge' }],
  enqueueTasks: [{ tasks: [{ callable: 'a.b' }, { callable: 'a.c', args: [1] }] }],
  editTask: [{ priority: 1 }],
  retryTask: [{ changes: { args: [2] } }],
  putQueue: [{ keyLimit: 1 }],
  putProfile: [{ source: { kind: 'image' }, envVars: { MODE: 'test' } }],
  putCatalogue: [{ entries: [{ callable: 'a.b', kind: 'raydeck', parameters: [] }] }],
  putSchedule: [{ cron: '0 3 * * *', task: { callable: 'a.b' } }],
  createKey: [{ name: 'ci', scopes: ['tasks:read'] }],
};

/** Makes some of everything that paths can name. */
export async function furnish(ask: Ask, round: number): Promise<void> {
  for (let at = 0; at < 5; at += 1) {
    const name = `r${round}-${at}`;
    const email = `${name}@example.com`;
    const made = await Promise.all([
      ask('POST', '/tasks', { callable: 'shop.tasks.charge', tags: [name] }),
      ask('PUT', `/queues/${name}`, { keyLimit: 1 }),
      ask('PUT', `/profiles/${name}`, { source: { kind: 'image' } }),
      ask('PUT', `/schedules/${name}`, { cron: '0 3 * * *', task: { callable: 'shop.tasks.charge' } }),
      ask('POST', '/keys', { name, scopes: ['tasks:read'] }),
      ask('POST', '/users', { email, name, role: 'VIEWER', password: 'long enough for one' }),
    ]);
    const failed = made.find(({ status }) => status >= 500);
    if (failed) throw new Error(`Furnishing failed: ${failed.status} ${failed.text}`);
  }
}

const Items = z.object({
  items: z.array(
    z.object({ id: z.string().optional(), name: z.string().optional(), lastAttemptId: z.string().nullish() }),
  ),
});

/** What is there now. */
export async function knownNow(ask: Ask): Promise<Known> {
  const ids: Record<string, string[]> = {};
  for (const list of ['tasks', 'queues', 'profiles', 'schedules', 'keys', 'users']) {
    const { items } = Items.parse(JSON.parse((await ask('GET', `/${list}`)).text));
    const others = items.filter(({ name }) => !name?.startsWith(ownPrefix));
    ids[list] = others.flatMap(({ id, name }) => [id, name].filter((one) => one !== undefined)).slice(0, 200);
    if (list === 'tasks') ids['attempts'] = items.flatMap(({ lastAttemptId }) => lastAttemptId ?? []);
  }
  const { queues = [], profiles = [] } = ids;
  const versions = { version: ['1'], from: ['1'], to: ['1'] };
  const values = { queue: queues, queues, profile: profiles, callable: ['a.b', 'shop.tasks.charge'], ...versions };
  return { ids, values, bodies, only: { waitSeconds: ['0'] } };
}

import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiKey } from '../keys/create-api-key.ts';
import { revokeApiKey } from '../keys/revoke-api-key.ts';
import { verifyApiKey } from '../keys/verify-api-key.ts';
import { contextOf } from '../reading/fixtures.ts';
import { createUser } from '../users/create-user.ts';
import { updateUser } from '../users/update-user.ts';
import { putSchedule } from './put-schedule.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const admin = () => contextOf(db, { role: 'ADMIN' });
const settings = { cron: '30 2 * * *', task: { callable: 'shop.tasks.report' } };
const isPaused = async (name: string) => (await db.prisma.schedule.findUniqueOrThrow({ where: { name } })).paused;

async function keyWithSchedule(name: string): Promise<string> {
  const { id, text } = await createApiKey(admin(), { name, scopes: ['tasks:operate', 'tasks:write'] });
  const principal = await verifyApiKey(db, text);
  if (!principal) throw new Error('A new key is valid.');
  await putSchedule({ ...admin(), principal }, { name, settings });
  return id;
}

it('the schedules of a revoked key tick on, for whoever takes its place', async () => {
  await revokeApiKey(admin(), { id: await keyWithSchedule('rotated') });
  expect(await isPaused('rotated')).toBe(false);
});

it('and are paused when that is asked for, its own alone, with audit rows', async () => {
  const id = await keyWithSchedule('leaked');
  await putSchedule(admin(), { name: 'ours', settings });
  await revokeApiKey(admin(), { id, pauseSchedules: true, reason: 'found on a forum' });
  expect([await isPaused('leaked'), await isPaused('ours')]).toEqual([true, false]);
  expect(await db.prisma.auditLog.findMany({ where: { action: 'schedule.pause' } })).toMatchObject([
    { targetId: 'leaked', reason: 'API key leaked was revoked', actor: 'user:ada@example.com' },
  ]);
  const [entry] = await db.prisma.auditLog.findMany({ where: { action: 'key.revoke', targetId: id } });
  expect(entry).toMatchObject({ after: { pausedSchedules: ['leaked'] } });
});

it('the same for a person who is disabled', async () => {
  const password = 'correct horse battery staple';
  const person = { email: 'bob@example.com', name: 'Bob', role: 'OPERATOR' as const, canViewPayload: false, password };
  await createUser(admin(), { ...person, email: 'ada@example.com', name: 'Ada', role: 'ADMIN' });
  const { id } = await createUser(admin(), person);
  const bob = contextOf(db, { role: 'OPERATOR', id: 'user:bob@example.com' });
  await putSchedule(bob, { name: 'bobs', settings });
  await updateUser(admin(), { id, disabled: true });
  expect(await isPaused('bobs')).toBe(false);
  await updateUser(admin(), { id, pauseSchedules: true });
  expect(await isPaused('bobs')).toBe(true);
});

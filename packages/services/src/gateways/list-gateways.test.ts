import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { listGateways } from './list-gateways.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ray = 'http://ray:8265';

async function insertGateway(number: number, columns: Record<string, unknown>): Promise<string> {
  const id = `00000000-0000-7000-8000-00000000000${number}`;
  const row: Record<string, unknown> = {
    id,
    ray_address: ray,
    ray_session: 's',
    job_name: `rdgw-${number}`,
    version: 'v1',
    ...columns,
  };
  const names = Object.keys(row);
  await db.pool.query(
    `INSERT INTO raydeck.gateway (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
  return id;
}

it('tells how each gateway stands, whom it dials and which Ray job it is', async () => {
  const executionId = '00000000-0000-7000-8000-0000000000ee';
  const soon = new Date(Date.now() + 60_000);
  const past = new Date(Date.now() - 60_000);
  const started = { execution_id: executionId, lease_expires_at: soon };
  const starting = await insertGateway(1, {});
  const live = await insertGateway(2, { ...started, held: 7, actors: 3 });
  const draining = await insertGateway(3, { ...started, draining: true });
  const silent = await insertGateway(4, { ...started, lease_expires_at: past });
  const ended = await insertGateway(5, { ...started, ended_at: past, end_reason: 'replaced' });
  await insertGateway(6, { ...started, ended_at: new Date(Date.now() - 2 * 86_400_000) });
  await db.pool.query(
    `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, ray_address, lease_expires_at, attempt_api_url)
    SELECT gen_random_uuid(), 'w', 'h', 1, '0', '{*}', '{ray_core}', 1, address, clock_timestamp() + ttl, url
    FROM (VALUES ($1, interval '1 minute', 'http://w1'), ($1, interval '1 minute', NULL), ($1, interval '-1 minute', 'http://w2'),
      ('http://other', interval '1 minute', 'http://w3')) AS w (address, ttl, url)`,
    [ray],
  );
  const { rows } = await db.pool.query<{ id: string }>(
    `INSERT INTO raydeck.cluster_job (ray_address, ray_session, key, type, status, entrypoint)
    VALUES ($1, 's', 'rdgw-2', 'SUBMISSION', 'RUNNING', 'python -m raydeck.gateway') RETURNING id`,
    [ray],
  );
  const listed = await listGateways(contextOf(db));
  expect(new Map(listed.map(({ id, state }) => [id, state]))).toEqual(
    new Map([
      [starting, 'STARTING'],
      [live, 'LIVE'],
      [draining, 'DRAINING'],
      [silent, 'SILENT'],
      [ended, 'ENDED'],
    ]),
  );
  const byId = new Map(listed.map((gateway) => [gateway.id, gateway]));
  expect(byId.get(live)).toMatchObject({ held: 7, actors: 3, workers: 1, clusterJobId: rows[0]?.id, endedAt: null });
  expect(byId.get(ended)).toMatchObject({ workers: 0, clusterJobId: null, endReason: 'replaced' });
  expect(listed.at(-1)?.id).toBe(ended);
  expect(JSON.stringify(listed)).not.toContain(executionId);
});

it('is forbidden for a key without the scope', async () => {
  await expect(listGateways(keyContext(db, { scopes: ['tasks:write'] }))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

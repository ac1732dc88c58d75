import { type Login, loginAs, testDatabase, type TestDatabase, until } from '@raydeck/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, refusalOf } from './ask.ts';

let db: TestDatabase;
let app: Login;
let producer: Login;
let stranger: Login;

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('orders'), ('mail')`);
  app = await loginAs(db, 'raydeck_app');
  producer = await loginAs(db, null);
  stranger = await loginAs(db, null);
  await db.pool.query('SELECT raydeck.grant_enqueue($1, $2)', [producer.roleName, ['orders']]);
});
afterAll(async () => {
  await Promise.all([app, producer, stranger].map((login) => login.close()));
  await db.close();
});

const request = (task: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  return { version: 1, tasks: [{ callable: 'shop.tasks.charge', ...task }], ...more };
};
const denied = expect.objectContaining({ code: '42501' });

describe('a producer', () => {
  it('enqueues into the queues of its grant, under its own name', async () => {
    const [task] = await ask(producer.pool, request({ queue: 'orders' }));
    const { rows } = await db.pool.query('SELECT created_by FROM raydeck.task WHERE id = $1', [task?.id]);
    expect(rows).toEqual([{ created_by: `sql:${producer.roleName}` }]);
  });

  it('is refused every other queue, also one that does not exist', async () => {
    for (const queue of ['mail', 'default', 'absent']) {
      expect(await refusalOf(producer.pool, request({ queue }))).toBe('RD403 tasks[0].queue');
    }
    expect(await refusalOf(producer.pool, request({}))).toBe('RD403 tasks[0].queue');
  });

  it('cannot speak in somebody else’s name', async () => {
    for (const createdBy of ['user:ada', null, '']) {
      expect(await refusalOf(producer.pool, request({ queue: 'orders' }, { createdBy }))).toBe('RD403 createdBy');
    }
  });

  it.each([
    'SELECT FROM raydeck.task',
    'SELECT FROM raydeck.attempt',
    'SELECT FROM raydeck.queue',
    'SELECT FROM raydeck.idempotency_key',
    'SELECT FROM raydeck.producer_grant',
    `INSERT INTO raydeck.task (callable, queue, created_by) VALUES ('a.b', 'orders', 'me')`,
    `UPDATE raydeck.task SET priority = 100`,
    `DELETE FROM raydeck.task`,
    `INSERT INTO raydeck.producer_grant VALUES (current_user, '{mail}')`,
    `SELECT raydeck.grant_enqueue(current_user::text, '{mail}')`,
    `SELECT raydeck.uuid_v7()`,
    `SELECT raydeck.refusal_of('RD400', 'a', 'b')`,
    `CREATE FUNCTION raydeck.mine() RETURNS integer LANGUAGE sql RETURN 1`,
  ])('may do nothing else: %s', async (statement) => {
    await expect(producer.pool.query(statement)).rejects.toEqual(denied);
  });

  it('keeps its grant while other roles come and go', async () => {
    const gone = await loginAs(db, null);
    await db.pool.query('SELECT raydeck.grant_enqueue($1, $2)', [gone.roleName, ['mail']]);
    await gone.close();
    expect(await ask(producer.pool, request({ queue: 'orders' }))).toHaveLength(1);
  });

  it('passes its grant on to its members', async () => {
    const member = await loginAs(db, producer.roleName);
    expect(await ask(member.pool, request({ queue: 'orders' }))).toHaveLength(1);
    expect(await refusalOf(member.pool, request({ queue: 'mail' }))).toBe('RD403 tasks[0].queue');
    await member.close();
  });
});

describe('anybody else', () => {
  it('cannot ask the door at all', async () => {
    await expect(ask(stranger.pool, request({}))).rejects.toEqual(denied);
  });

  it('may execute no function of ours: PUBLIC has none', async () => {
    const { rows } = await db.pool.query(`
      SELECT p.proname FROM pg_proc AS p, aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) AS a
      WHERE p.pronamespace = 'raydeck'::regnamespace AND a.grantee = 0`);
    expect(rows).toEqual([]);
  });

  it('is refused by the door even with the right to ask it, as long as no queue was granted', async () => {
    const nobody = await loginAs(db, 'raydeck_producer');
    expect(await refusalOf(nobody.pool, request({ queue: 'orders' }))).toBe('RD403 tasks[0].queue');
    await nobody.close();
  });
});

describe('the app role', () => {
  it('enqueues everywhere, in the name of whoever asked', async () => {
    const [task] = await ask(app.pool, request({ queue: 'mail' }, { createdBy: 'user:ada' }));
    const { rows } = await app.pool.query('SELECT created_by FROM raydeck.task WHERE id = $1', [task?.id]);
    expect(rows).toEqual([{ created_by: 'user:ada' }]);
  });

  it.each([
    `INSERT INTO raydeck.task (callable, queue, created_by) VALUES ('a.b', 'orders', 'me')`,
    `UPDATE raydeck.audit_log SET reason = 'none'`,
    `DELETE FROM raydeck.audit_log`,
    `TRUNCATE raydeck.audit_log`,
    `TRUNCATE raydeck.task`,
    `INSERT INTO raydeck.producer_grant VALUES (current_user, '{mail}')`,
    `UPDATE raydeck.installation SET id = 'x'`,
    `SELECT raydeck.grant_enqueue(current_user::text, '{mail}')`,
    `ALTER TABLE raydeck.task DISABLE TRIGGER ALL`,
    `CREATE TABLE raydeck.mine ()`,
  ])('stays in its bounds: %s', async (statement) => {
    await expect(app.pool.query(statement)).rejects.toEqual(expect.objectContaining({ code: '42501' }));
  });

  it('appends to the audit log', async () => {
    await app.pool.query(`
      INSERT INTO raydeck.audit_log (actor, actor_role, action, target_type, target_id) VALUES ('a', 'ADMIN', 'b', 'task', 'c')`);
    expect((await app.pool.query('SELECT FROM raydeck.audit_log')).rowCount).toBe(1);
  });
});

describe('grant_enqueue', () => {
  it('refuses a role or queue that does not exist', async () => {
    const grant = (role: string, queue: string) =>
      db.pool.query('SELECT raydeck.grant_enqueue($1, $2)', [role, [queue]]);
    await expect(grant('nobody_of_that_name', 'orders')).rejects.toThrow('there is no role "nobody_of_that_name"');
    await expect(grant(producer.roleName, 'absent')).rejects.toThrow('there is no queue "absent"');
  });

  it('replaces the queues of the grant before', async () => {
    const login = await loginAs(db, null);
    for (const queue of ['orders', 'mail']) {
      await db.pool.query('SELECT raydeck.grant_enqueue($1, $2)', [login.roleName, [queue]]);
    }
    expect(await ask(login.pool, request({ queue: 'mail' }))).toHaveLength(1);
    expect(await refusalOf(login.pool, request({ queue: 'orders' }))).toBe('RD403 tasks[0].queue');
    await login.close();
  });
});

describe('the door, which runs as its owner', () => {
  it('never runs what a caller puts in its way', async () => {
    await db.pool.query(`CREATE SCHEMA trap AUTHORIZATION ${producer.roleName}`);
    const client = await producer.pool.connect();
    const bodies = [
      'jsonb_typeof(jsonb) RETURNS text',
      'length(text) RETURNS integer',
      'clock_timestamp() RETURNS timestamptz',
    ];
    for (const body of bodies) {
      await client.query(`CREATE FUNCTION trap.${body} LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped'; END $$`);
    }
    await client.query('CREATE TEMPORARY TABLE task (id uuid); CREATE TEMPORARY TABLE producer_grant (role_name text)');
    await client.query(`SET search_path = pg_temp, trap, pg_catalog`);
    await expect(client.query(`SELECT length('a'::text)`)).rejects.toThrow('trapped');
    const retry = { backoff: 'fixed', delaySeconds: 1 };
    const task = { queue: 'orders', runAt: '2030-01-01', retry, resources: { custom: { a: 1 } }, idempotencyKey: 'k' };
    expect(await ask(client, request(task))).toHaveLength(1);
    client.release(true);
    await db.pool.query('DROP SCHEMA trap CASCADE');
  });

  it('fixes the search path of every function with its owner’s rights, temporary objects last', async () => {
    const { rows } = await db.pool.query(`
      SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'raydeck'::regnamespace AND prosecdef ORDER BY proname`);
    const proconfig = expect.arrayContaining(['search_path=pg_catalog, pg_temp']);
    const names = ['enqueue_tasks', 'prune_audit', 'readable_queues', 'try_enqueue_tasks'];
    expect(rows).toEqual(names.map((proname) => ({ proname, proconfig })));
  });
});

describe('NOTIFY', () => {
  it('comes from the door for foreign callers, and for our own only when asked', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: db.url });
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.connect();
    await listener.query('LISTEN raydeck');
    const ready = '{"ready":true}';
    const heardAfter = async (asked: Promise<unknown>) => {
      await asked;
      // Notifications come in the order of commits: with the mark, all before it are there.
      await db.pool.query(`SELECT pg_notify('raydeck', 'mark')`);
      await until('the mark', () => heard.includes('mark'), { everyMs: 5 });
      return heard.splice(0).filter((payload) => payload !== 'mark');
    };
    expect(await heardAfter(ask(producer.pool, request({ queue: 'orders' })))).toEqual([ready]);
    expect(await heardAfter(ask(producer.pool, request({ queue: 'orders' }, { notify: false })))).toEqual([]);
    expect(await heardAfter(ask(app.pool, request({})))).toEqual([]);
    expect(await heardAfter(ask(app.pool, request({}, { notify: true })))).toEqual([ready]);
    expect(await heardAfter(refusalOf(producer.pool, request({ queue: 'mail' })))).toEqual([]);
    await listener.end();
  });
});

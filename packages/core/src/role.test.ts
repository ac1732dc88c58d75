import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  actions,
  isCallableAllowed,
  isInReach,
  may,
  type Principal,
  roleOf,
  roles,
  scopes,
} from './role.ts';

type Key = Extract<Principal, { kind: 'key' }>;

const person = (role: (typeof roles)[number]): Principal => {
  return { kind: 'user', id: 'user:a@b.c', userId: 'u', name: 'A', role, canViewPayload: false };
};
const key = (change: Partial<Key>): Principal => {
  const limits = { scopes: [], queues: [], callables: [], ownTasksOnly: false, canViewPayload: false };
  return { kind: 'key', id: 'key:ci/x', keyId: 'k', name: 'ci', ...limits, ...change };
};

/** Who may do what: V, O, A are the roles; r, w, o, a are the scopes tasks:read, tasks:write, tasks:operate and admin. */
const table: Record<Action, string> = {
  'task.read': 'VOA r..a',
  'task.export': 'VOA r..a',
  'task.enqueue': '.OA .w.a',
  'task.edit': '.OA ..oa',
  'task.cancel': '.OA ..oa',
  'task.retry': '.OA ..oa',
  'task.pin': '.OA ..oa',
  'task.delete': '..A ...a',
  'bulk.read': 'VOA r..a',
  'bulk.write': '.OA ..oa',
  'task.result.read': 'VOA r..a',
  'attempt.log.read': 'VOA r..a',
  'queue.read': 'VOA r..a',
  'queue.pause': '.OA ..oa',
  'queue.write': '..A ...a',
  'control.read': 'VOA r..a',
  'control.write': '..A ...a',
  'control.pause': '.OA ..oa',
  'retention.read': 'VOA r..a',
  'retention.write': '..A ...a',
  'profile.read': '..A ...a',
  'profile.write': '..A ...a',
  'catalogue.read': 'VOA r..a',
  'catalogue.write': '..A ...a',
  'schedule.read': 'VOA r..a',
  'schedule.operate': '.OA ..oa',
  'schedule.write': '.OA ..oa',
  'worker.read': 'VOA r..a',
  'worker.drain': '.OA ..oa',
  'cluster.read': 'VOA r..a',
  'cluster.drain': '.OA ..oa',
  'key.read': '..A ...a',
  'key.write': '..A ...a',
  'user.read': '..A ...a',
  'user.write': '..A ...a',
  'audit.read': '..A ...a',
  'webhook.read': '..A ...a',
  'webhook.write': '..A ...a',
};

describe('may', () => {
  it.each(actions)('allows %s to whom the table says', (action) => {
    const people = roles.map((role) => (may(person(role), action) ? role.charAt(0) : '.'));
    const letters = { 'tasks:read': 'r', 'tasks:write': 'w', 'tasks:operate': 'o', admin: 'a' };
    const keys = scopes.map((scope) => (may(key({ scopes: [scope] }), action) ? letters[scope] : '.'));
    expect(`${people.join('')} ${keys.join('')}`).toBe(table[action]);
  });

  it('allows a key without a scope nothing', () => {
    expect(actions.filter((action) => may(key({}), action))).toEqual([]);
  });

  it('allows a key no less for a further scope', () => {
    fc.assert(
      fc.property(
        fc.subarray([...scopes]),
        fc.subarray([...scopes]),
        fc.constantFrom(...actions),
        (few, more, action) => !may(key({ scopes: few }), action) || may(key({ scopes: [...few, ...more] }), action),
      ),
    );
  });
});

describe('isCallableAllowed', () => {
  it.each<[string[], string, boolean]>([
    [[], 'os.system', true],
    [['shop'], 'shop.tasks.charge', true],
    [['shop.tasks'], 'shop.tasks.charge', true],
    [['shop.tasks.charge'], 'shop.tasks.charge', true],
    [['shop'], 'shopping.tasks.charge', false],
    [['shop.tasks.char'], 'shop.tasks.charge', false],
    [['shop.tasks.charge'], 'shop.tasks', false],
    [['other', 'shop'], 'shop.x', true],
    [['other'], 'shop.x', false],
  ])('%j allows %s: %s', (prefixes, callable, allowed) => {
    expect(isCallableAllowed(prefixes, callable)).toBe(allowed);
  });
});

describe('isInReach', () => {
  const task = { queue: 'default', callable: 'shop.tasks.charge', createdBy: 'key:ci/x' };

  it('lets people reach every task', () => {
    for (const role of roles) expect(isInReach(person(role), task)).toBe(true);
  });

  it.each<[string, Partial<Key>, boolean]>([
    ['a key without limits', {}, true],
    ['a key of the queue', { queues: ['other', 'default'] }, true],
    ['a key of another queue', { queues: ['other'] }, false],
    ['a key of the callable', { callables: ['shop.tasks'] }, true],
    ['a key of another callable', { callables: ['blog'] }, false],
    ['a key of the queue and another callable', { queues: ['default'], callables: ['blog'] }, false],
    ['a key of another queue and the callable', { queues: ['other'], callables: ['shop'] }, false],
    ['a key for its own tasks, of one that it enqueued', { ownTasksOnly: true }, true],
    ['a key for its own tasks, of somebody else’s', { ownTasksOnly: true, id: 'key:ci/y' }, false],
    ['a key of both', { queues: ['default'], callables: ['shop'] }, true],
  ])('%s: %j reaches: %s', (_, limits, reaches) => {
    expect(isInReach(key(limits), task)).toBe(reaches);
  });

  it('limits an administrator’s key as any other', () => {
    expect(isInReach(key({ scopes: ['admin'], queues: ['other'] }), task)).toBe(false);
  });
});

describe('roleOf', () => {
  it('is the word for the audit log', () => {
    expect(roleOf(person('OPERATOR'))).toBe('OPERATOR');
    expect(roleOf(key({ scopes: ['tasks:read', 'admin'] }))).toBe('key(tasks:read admin)');
  });
});

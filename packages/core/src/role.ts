/** People's roles, each including the ones before it. */
export const roles = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;

export type Role = (typeof roles)[number];

/** What an API key may do. */
export const scopes = ['tasks:read', 'tasks:write', 'tasks:operate', 'admin'] as const;

export type Scope = (typeof scopes)[number];

/** What somebody wants to do. Every handler, page and server action names one. */
export const actions = [
  'task.read',
  'task.export',
  'task.enqueue',
  'task.edit',
  'task.cancel',
  'task.retry',
  'task.pin',
  'task.delete',
  'bulk.read',
  'bulk.write',
  'task.result.read',
  'attempt.log.read',
  'queue.read',
  'queue.pause',
  'queue.write',
  'control.read',
  'control.write',
  'control.pause',
  'retention.read',
  'retention.write',
  'profile.read',
  'profile.write',
  'catalogue.read',
  'catalogue.write',
  'schedule.read',
  'schedule.operate',
  'schedule.write',
  'worker.read',
  'worker.drain',
  'cluster.read',
  'cluster.drain',
  'key.read',
  'key.write',
  'user.read',
  'user.write',
  'audit.read',
  'webhook.read',
  'webhook.write',
] as const;

export type Action = (typeof actions)[number];

const rules: Record<Action, { role: Role; scope: Scope }> = {
  'task.read': { role: 'VIEWER', scope: 'tasks:read' },
  'task.export': { role: 'VIEWER', scope: 'tasks:read' },
  'task.enqueue': { role: 'OPERATOR', scope: 'tasks:write' },
  'task.edit': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.cancel': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.retry': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.pin': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.delete': { role: 'ADMIN', scope: 'admin' },
  'bulk.read': { role: 'VIEWER', scope: 'tasks:read' },
  'bulk.write': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.result.read': { role: 'VIEWER', scope: 'tasks:read' },
  'attempt.log.read': { role: 'VIEWER', scope: 'tasks:read' },
  'queue.read': { role: 'VIEWER', scope: 'tasks:read' },
  'queue.pause': { role: 'OPERATOR', scope: 'tasks:operate' },
  'queue.write': { role: 'ADMIN', scope: 'admin' },
  'control.read': { role: 'VIEWER', scope: 'tasks:read' },
  'control.write': { role: 'ADMIN', scope: 'admin' },
  'control.pause': { role: 'OPERATOR', scope: 'tasks:operate' },
  'retention.read': { role: 'VIEWER', scope: 'tasks:read' },
  'retention.write': { role: 'ADMIN', scope: 'admin' },
  'profile.read': { role: 'ADMIN', scope: 'admin' },
  'profile.write': { role: 'ADMIN', scope: 'admin' },
  'catalogue.read': { role: 'VIEWER', scope: 'tasks:read' },
  'catalogue.write': { role: 'ADMIN', scope: 'admin' },
  'schedule.read': { role: 'VIEWER', scope: 'tasks:read' },
  'schedule.operate': { role: 'OPERATOR', scope: 'tasks:operate' },
  'schedule.write': { role: 'OPERATOR', scope: 'tasks:operate' },
  'worker.read': { role: 'VIEWER', scope: 'tasks:read' },
  'worker.drain': { role: 'OPERATOR', scope: 'tasks:operate' },
  'cluster.read': { role: 'VIEWER', scope: 'tasks:read' },
  'cluster.drain': { role: 'OPERATOR', scope: 'tasks:operate' },
  'key.read': { role: 'ADMIN', scope: 'admin' },
  'key.write': { role: 'ADMIN', scope: 'admin' },
  'user.read': { role: 'ADMIN', scope: 'admin' },
  'user.write': { role: 'ADMIN', scope: 'admin' },
  'audit.read': { role: 'ADMIN', scope: 'admin' },
  'webhook.read': { role: 'ADMIN', scope: 'admin' },
  'webhook.write': { role: 'ADMIN', scope: 'admin' },
};

/** The least role that may do this, and the scope by which a key may; a key with `admin` may do all. */
export function needsOf(action: Action): { role: Role; scope: Scope } {
  return rules[action];
}

/** Who acts: a person or an API key. `id` is what audit rows and `createdBy` show. */
export type Principal =
  | { kind: 'user'; id: string; userId: string; name: string; role: Role; canViewPayload: boolean }
  | {
      kind: 'key';
      id: string;
      keyId: string;
      name: string;
      scopes: readonly Scope[];
      queues: readonly string[];
      callables: readonly string[];
      /** Whether only tasks that this key enqueued exist for it. */
      ownTasksOnly: boolean;
      canViewPayload: boolean;
    };

/** Whether the principal may do this at all; a key's queues and callables are checked with the object at hand. */
export function may(principal: Principal, action: Action): boolean {
  const rule = rules[action];
  if (principal.kind === 'user') return roles.indexOf(principal.role) >= roles.indexOf(rule.role);
  return principal.scopes.includes('admin') || principal.scopes.includes(rule.scope);
}

/** The word for the audit log: a person's role, or the key's scopes. */
export function roleOf(principal: Principal): string {
  return principal.kind === 'user' ? principal.role : `key(${principal.scopes.join(' ')})`;
}

/** Whether a dotted path is one of the prefixes or lies below one; no prefixes allow all. */
export function isCallableAllowed(prefixes: readonly string[], callable: string): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => callable === prefix || callable.startsWith(`${prefix}.`));
}

/** What a key's reach is decided by. */
export interface Reachable {
  queue: string;
  callable: string;
  createdBy: string;
}

/** Whether the principal may touch this task. */
export function isInReach(principal: Principal, task: Reachable): boolean {
  if (principal.kind === 'user') return true;
  return (
    (!principal.ownTasksOnly || task.createdBy === principal.id) &&
    (principal.queues.length === 0 || principal.queues.includes(task.queue)) &&
    isCallableAllowed(principal.callables, task.callable)
  );
}

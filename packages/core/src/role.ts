/** People's roles, each including the ones before it. */
export const roles = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;

export type Role = (typeof roles)[number];

/** What an API key may do. */
export const scopes = ['tasks:read', 'tasks:write', 'tasks:operate', 'admin'] as const;

export type Scope = (typeof scopes)[number];

/** What somebody wants to do. Every handler, page and server action names one. */
export const actions = [
  'task.read',
  'task.enqueue',
  'task.cancel',
  'task.retry',
  'attempt.log.read',
  'queue.read',
  'queue.pause',
  'worker.read',
  'cluster.read',
  'user.read',
  'user.write',
] as const;

export type Action = (typeof actions)[number];

const rules: Record<Action, { role: Role; scope: Scope }> = {
  'task.read': { role: 'VIEWER', scope: 'tasks:read' },
  'task.enqueue': { role: 'OPERATOR', scope: 'tasks:write' },
  'task.cancel': { role: 'OPERATOR', scope: 'tasks:operate' },
  'task.retry': { role: 'OPERATOR', scope: 'tasks:operate' },
  'attempt.log.read': { role: 'VIEWER', scope: 'tasks:read' },
  'queue.read': { role: 'VIEWER', scope: 'tasks:read' },
  'queue.pause': { role: 'OPERATOR', scope: 'tasks:operate' },
  'worker.read': { role: 'VIEWER', scope: 'tasks:read' },
  'cluster.read': { role: 'VIEWER', scope: 'tasks:read' },
  'user.read': { role: 'ADMIN', scope: 'admin' },
  'user.write': { role: 'ADMIN', scope: 'admin' },
};

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

/** Whether the principal may touch tasks of this queue and callable. */
export function isInReach(principal: Principal, task: { queue: string; callable: string }): boolean {
  if (principal.kind === 'user') return true;
  return (
    (principal.queues.length === 0 || principal.queues.includes(task.queue)) &&
    isCallableAllowed(principal.callables, task.callable)
  );
}

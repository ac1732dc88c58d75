import { describe, expect, it } from 'vitest';
import { auditChanges } from './audit-changes.ts';

describe('auditChanges', () => {
  it('takes objects apart and leaves out what stayed', () => {
    const before = { role: 'VIEWER', name: 'Ada', rate: { tasks: 1, seconds: 5 }, queues: ['a'] };
    const after = { role: 'ADMIN', name: 'Ada', rate: { tasks: 2, seconds: 5 }, queues: ['a', 'b'] };
    expect(auditChanges(before, after)).toEqual([
      { path: 'role', before: 'VIEWER', after: 'ADMIN' },
      { path: 'rate.tasks', before: '1', after: '2' },
      { path: 'queues', before: 'a', after: 'a, b' },
    ]);
  });

  it('shows all that came, and all that went', () => {
    expect(auditChanges(null, { name: 'mail', limit: null })).toEqual([{ path: 'name', before: null, after: 'mail' }]);
    expect(auditChanges({ name: 'mail' }, null)).toEqual([{ path: 'name', before: 'mail', after: null }]);
    expect(auditChanges({ limit: 5 }, { limit: null })).toEqual([{ path: 'limit', before: '5', after: null }]);
  });

  it('finds nothing where nothing is', () => {
    expect(auditChanges(null, null)).toEqual([]);
    expect(auditChanges('paused', 'paused')).toEqual([]);
  });
});

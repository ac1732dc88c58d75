import { describe, expect, it } from 'vitest';
import { auditFilterOf, auditPath } from './audit-query.ts';

describe('The filter of the audit log', () => {
  it('goes into the address and comes back', () => {
    const filter = {
      actor: 'user:ada@example.com',
      targetType: 'queue',
      after: new Date('2026-11-28T12:00:00Z'),
    } as const;
    const params = Object.fromEntries(new URL(auditPath(filter), 'http://x').searchParams);
    expect(auditFilterOf(params)).toEqual(filter);
    expect(auditPath({})).toBe('/audit');
  });

  it.each([
    { targetType: 'planet' },
    { after: 'yesterday' },
    { after: '+275760-09-13T00:00:00.000Z' },
    { actor: ['a', 'b'] },
    { action: '\u0000' },
    { actor: 'x'.repeat(501) },
    { targetId: '\ud800' },
  ])('leaves out what it does not understand: %j', (params) => {
    expect(auditFilterOf({ ...params, actor: params.actor ?? 'key:ci' })).toEqual(
      params.actor ? {} : { actor: 'key:ci' },
    );
  });
});

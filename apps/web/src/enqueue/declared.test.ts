import { describe, expect, it } from 'vitest';
import { type Declared, declaredValues, entryOf } from './declared.ts';

function declared(profile: string, options: Declared['options'] = {}): Declared {
  return { callable: 'shop.charge', profile, version: 1, doc: null, owner: null, parameters: [], options };
}

const queues = [
  { name: 'default', profile: null },
  { name: 'mail', profile: 'mailer' },
];

describe('a callable out of the catalogue', () => {
  it('starts in the queue and with the settings that its author declared', () => {
    const options = { queue: 'mail', maxAttempts: 7, timeoutSeconds: 30, priority: 5 };
    const expected = { ...options, profile: null, isolation: null };
    expect(declaredValues([declared('mailer', options)], queues)).toEqual(expected);
  });

  it('has a process of its own where its author says so', () => {
    const isolationOf = (resources: unknown) => declaredValues([declared('shop', { resources })], queues).isolation;
    expect(isolationOf({ isolation: 'process' })).toBe('process');
    expect([{ isolation: 'thread' }, { numCpus: 1 }, null, 'process'].map(isolationOf)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('names a profile that holds it where the queue has another or none', () => {
    expect(declaredValues([declared('shop')], queues)).toMatchObject({ queue: 'default', profile: 'shop' });
    expect(declaredValues([declared('shop', { queue: 'gone' })], queues)).toMatchObject({ queue: 'default' });
  });

  it('is shown as the profile declares it that the task runs with', () => {
    const both = [declared('mailer'), declared('shop')];
    expect(entryOf(both, ' shop.charge ', 'shop')?.profile).toBe('shop');
    expect(entryOf(both, 'shop.charge', null)?.profile).toBe('mailer');
    expect(entryOf(both, 'shop.other', 'shop')).toBeNull();
  });
});

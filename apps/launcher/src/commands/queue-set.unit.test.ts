import { describe, expect, test } from 'vitest';
import { UsageError } from '../client/usage-error.ts';
import { queueSettings } from './queue-set.ts';

describe('queueSettings', () => {
  test('reads JSON as JSON, other values as text, and a rate as people write it', () => {
    const words = ['concurrencyLimit=20', 'profile=shop', 'maxAttempts=null', 'plainCallables=true', 'rate=100/0.5s'];
    expect(queueSettings([...words, 'allowedCallables=["shop."]', 'runner="local"'])).toEqual({
      concurrencyLimit: 20,
      profile: 'shop',
      maxAttempts: null,
      plainCallables: true,
      rate: { tasks: 100, seconds: 0.5 },
      allowedCallables: ['shop.'],
      runner: 'local',
    });
    expect(queueSettings(['rate={"tasks": 1, "seconds": 2}'])).toEqual({ rate: { tasks: 1, seconds: 2 } });
  });

  test.each(['concurrencyLimit', '=1', 'limit=1', '__proto__=1'])('refuses %s', (word) => {
    expect(() => queueSettings([word])).toThrow(UsageError);
  });
});

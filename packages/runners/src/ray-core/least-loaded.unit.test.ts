import { describe, expect, it } from 'vitest';
import { type CoreEntry, newEntry } from './core-entry.ts';
import { createGatewayLink } from './gateway-link.ts';
import { leastLoaded } from './least-loaded.ts';

const link = (gatewayId: string) => createGatewayLink({ gatewayId, send: () => {}, close: () => {} });
const entry = (gatewayId: string | null, stage: CoreEntry['stage']): CoreEntry =>
  Object.assign(newEntry('attempt', null), { gatewayId, stage });

describe('leastLoaded', () => {
  const [first, second] = [link('first'), link('second')];

  it('is the first of those that hold as much', () => {
    expect(leastLoaded([first, second], [])).toBe(first);
    expect(leastLoaded([first, second], [entry('first', 'sent'), entry('second', 'sent')])).toBe(first);
  });

  it('is the one that holds less', () => {
    expect(leastLoaded([first, second], [entry('first', 'sent')])).toBe(second);
  });

  it('counts neither what waits or is over nor what others hold', () => {
    const others = [entry('first', 'over'), entry(null, 'queued'), entry('gone', 'sent')];
    expect(leastLoaded([first, second], [...others, entry('second', 'sent')])).toBe(first);
  });

  it('is nobody of none', () => {
    expect(leastLoaded([], [entry('first', 'sent')])).toBeNull();
  });
});

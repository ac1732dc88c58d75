import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SweptJob, sweepFor } from './sweep.ts';

const limits = { youngMs: 60_000, keepMs: 86_400_000 };
const orphan: SweptJob = { isTerminal: false, seenAgeMs: 60_000, endedAgeMs: null, isDriven: false };
const record: SweptJob = { isTerminal: true, seenAgeMs: 60_000, endedAgeMs: 86_400_000, isDriven: false };

describe('sweepFor', () => {
  it('stops what runs and is nobody’s, and deletes old records', () => {
    expect(sweepFor(orphan, limits)).toBe('stop');
    expect(sweepFor(record, limits)).toBe('delete');
  });

  it('leaves what is driven, whatever else is said of it', () => {
    const job = fc.record({
      isTerminal: fc.boolean(),
      seenAgeMs: fc.nat(),
      endedAgeMs: fc.option(fc.nat()),
      isDriven: fc.constant(true),
    });
    fc.assert(
      fc.property(job, (driven) => {
        expect(sweepFor(driven, limits)).toBe('leave');
      }),
    );
  });

  it('leaves what it has not seen for long: its attempt may be about to be written', () => {
    for (const job of [orphan, record]) expect(sweepFor({ ...job, seenAgeMs: 59_999 }, limits)).toBe('leave');
  });

  it('keeps records that ended lately, or whose end Ray does not tell', () => {
    expect(sweepFor({ ...record, endedAgeMs: 86_399_999 }, limits)).toBe('leave');
    expect(sweepFor({ ...record, endedAgeMs: null }, limits)).toBe('leave');
  });
});

import { defaultRedactedKeys, mask, Redaction, redactionRules } from '@raydeck/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const rules = redactionRules();
const names = defaultRedactedKeys.map((key) => key.replaceAll(/[*=]/g, ''));
const numRuns = Number(process.env['RAYDECK_REDACTION_CASES'] ?? 300);

/** What nobody writes by chance, also with what needs escapes. */
const secret = fc
  .tuple(fc.stringMatching(/^[a-zA-Z0-9]{12}$/), fc.string({ unit: 'binary', maxLength: 40 }), fc.boolean())
  .map(([core, more, isPlain]) => `S${core}${isPlain ? '' : `${more.toWellFormed()}e`}`);

const text = fc.string({ unit: fc.constantFrom(...Array.from('ab :="\\\n{[/'), 'é', 'token', 'x=') });
/** Any JSON, but of words that no secret holds. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const planted = fc.record({ secret, name: fc.constantFrom(...names), around: plain, how: fc.nat(5), wrap: fc.nat(3) });

/** JSON text with the secret below its name, somewhere. */
function plant({
  secret: value,
  name,
  around,
  how,
  wrap,
}: typeof planted extends fc.Arbitrary<infer T> ? T : never): string {
  const below = [value, [value], { a: { b: value } }, [[{ x: value }]], `Bearer ${value}`, value][how % 6];
  const inner = { before: around, [name]: below, recurs: [`see ${value}`, { [value]: value }] };
  const wrapped = [inner, { deep: [inner, around] }, { text: JSON.stringify(inner) }, [[inner]]][wrap % 4];
  return JSON.stringify({ kwargs: wrapped }, null, how % 3);
}

const spellings: ((value: string) => string)[] = [
  (value) => value,
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(JSON.stringify(value)),
  (value) => encodeURIComponent(value),
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(`ada:${value}`).toString('base64url'),
  (value) => Buffer.from(value).toString('hex'),
];

describe('whatever is planted below a redacted name', () => {
  it('is in no JSON and in no text, however it is spelt', () => {
    fc.assert(
      fc.property(planted, fc.array(fc.tuple(text, fc.nat(spellings.length - 1))), (one, others) => {
        const json = plant(one);
        const redaction = new Redaction(rules);
        redaction.learn('kwargs', json);
        const output = others.map(([before, how]) => `${before} ${spellings[how]?.(one.secret) ?? ''}\n`).join('');
        const seen = [redaction.json('kwargs', json), redaction.text(output)];
        for (const how of spellings) {
          const spelt = how(one.secret).replaceAll(/^"|=*$|"$/g, '');
          for (const shown of seen) expect(shown).not.toContain(spelt);
        }
        // The core alone is letters and digits, and survives any spelling but base64 and hexadecimal.
        if (one.secret.length > 14) return;
        for (const shown of seen) expect(shown).not.toContain(one.secret.slice(1));
      }),
      { numRuns },
    );
  });

  it('is in no stream, wherever it is cut, and a stream shows what the whole shows', () => {
    fc.assert(
      fc.property(
        planted,
        fc.array(text),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (one, lines, cuts) => {
          const json = plant(one);
          const whole = lines.map((line) => `${line} ${one.secret} password="${line}"`).join('\n');
          const redaction = new Redaction(rules);
          redaction.learn('kwargs', json);
          const output = joined(redaction.textStream(), whole, cuts);
          expect(collapsed(output)).toBe(collapsed(redaction.text(whole)));
          expect(output).not.toContain(one.secret);
          expect(joined(redaction.jsonStream('kwargs'), json, cuts)).toBe(redaction.json('kwargs', json));
        },
      ),
      { numRuns },
    );
  });

  it('leaves JSON that is read as before, but for masks', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const json = JSON.stringify({ a: value });
        const own = new Redaction(redactionRules({ keys: ['-*'] }));
        const shown = own.json('kwargs', json);
        JSON.parse(shown);
        expect(shown.includes(mask) || shown === json).toBe(true);
      }),
      { numRuns },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\a1 ')) }),
        (one, two) => {
          const redaction = new Redaction(rules);
          redaction.learn('kwargs', two);
          const shown = [one, two].map((any) => redaction.json('kwargs', any));
          expect([...shown, redaction.text(one + two)].every((any) => typeof any === 'string')).toBe(true);
        },
      ),
      { numRuns },
    );
  });
});

function joined(stream: { push: (piece: string) => string; end: () => string }, whole: string, cuts: number[]): string {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const length = cuts[turn % cuts.length] ?? 1;
    pieces.push(stream.push(whole.slice(at, at + length)));
    at += length;
  }
  return [...pieces, stream.end()].join('');
}

/** Where two values touch, one mask or two. */
function collapsed(shown: string): string {
  return shown.replaceAll(new RegExp(`(?:${mask})+`, 'g'), mask);
}

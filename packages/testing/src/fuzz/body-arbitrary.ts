import fc from 'fast-check';
import { badBytes, hostileFragment, hostileText, hostileValue } from './hostile.ts';
import type { ApiOperation, Document } from './operation.ts';
import { type Hints, schemaArbitrary } from './schema-arbitrary.ts';

export interface FuzzBody {
  mediaType: string;
  content: string | Uint8Array;
}

const largeBytes = 10 * 1024 * 1024 + 1;

/** Bodies as the document has them, a little off, and hostile; null is none. */
export function bodyArbitrary(
  document: Document,
  { requestBody, operationId }: ApiOperation,
  { values, bodies }: { values: Hints; bodies: Readonly<Record<string, readonly unknown[]>> },
): fc.Arbitrary<FuzzBody | null> {
  if (!requestBody) return fc.constant(null);
  const [[mediaType, { schema }] = ['application/json', {}]] = Object.entries(requestBody.content);
  const known = bodies[operationId] ?? [];
  if (!schema) return anyBytes(known).map((content) => ({ mediaType, content }));
  const described = schemaArbitrary(document, schema, values);
  const valid = known.length === 0 ? described : fc.oneof(described, fc.constantFrom(...known));
  const content: fc.Arbitrary<string | Uint8Array> = fc.oneof(
    { weight: 10, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 6, arbitrary: mutated(valid) },
    { weight: 4, arbitrary: garbled(valid) },
    { weight: 1, arbitrary: raw(valid) },
  );
  return fc.oneof(
    { weight: 40, arbitrary: content.map((text) => ({ mediaType, content: text })) },
    { weight: 2, arbitrary: fc.record({ mediaType: otherTypes, content }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function anyBytes(known: readonly unknown[]): fc.Arbitrary<Uint8Array> {
  const those = known.filter((one) => one instanceof Uint8Array);
  const any = fc.uint8Array({ maxLength: 200 });
  return those.length === 0 ? any : fc.oneof(any, fc.constantFrom(...those));
}

const otherTypes = fc.constantFrom(
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=latin1',
  'application/jsonx',
  'application/json;charset=utf-8',
  ';',
);

/** One place of the value is something else, is missing, or is one too many. */
function mutated(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.tuple(valid, fc.nat(), fc.nat(2), hostileText, hostileValue).map(([value, seed, kind, name, other]) => {
    const holder = { value: structuredClone(value) };
    const [place] = pick(placesOf(holder), seed);
    if (!place) return JSON.stringify(other);
    if (kind === 0) place.set(other);
    else if (kind === 1) place.remove();
    else place.add(name, other);
    return JSON.stringify(holder.value) ?? '';
  });
}

const marker = '@@place@@';

/** One place of the text holds what JSON does not, or another reader reads otherwise. */
function garbled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.tuple(valid, fc.nat(), hostileFragment).map(([value, seed, fragment]) => {
    const holder = { value: structuredClone(value) };
    const [place] = pick(placesOf(holder), seed);
    place?.set(marker);
    return JSON.stringify(holder.value).replace(`"${marker}"`, () => fragment);
  });
}

function raw(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
  const text = valid.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 4, arbitrary: hostileText },
    { weight: 4, arbitrary: fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1))) },
    {
      weight: 4,
      arbitrary: fc.tuple(text, badBytes).map(([whole, bytes]) => Buffer.concat([Buffer.from(whole), bytes])),
    },
    { weight: 1, arbitrary: fc.constant(' '.repeat(largeBytes)) },
  );
}

interface Place {
  set: (value: unknown) => void;
  remove: () => void;
  add: (name: string, value: unknown) => void;
}

/** Every place of a value that can be another. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [placeOf(value, key), ...placesOf(Reflect.get(value, key))]);
}

function placeOf(holder: object, key: string): Place {
  return {
    set: (value) => void Reflect.set(holder, key, value),
    remove: () => void Reflect.deleteProperty(holder, key),
    add: (name, value) => {
      if (Array.isArray(holder)) holder.push(value);
      else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true });
    },
  };
}

function pick<T>(values: readonly T[], seed: number): T[] {
  return values.length === 0 ? [] : values.slice(seed % values.length);
}

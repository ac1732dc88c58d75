import fc from 'fast-check';
import { bodyArbitrary, type FuzzBody } from './body-arbitrary.ts';
import { hostileText } from './hostile.ts';
import type { ApiOperation, Document } from './operation.ts';
import { type Hints, schemaArbitrary } from './schema-arbitrary.ts';

/** One request: what is asked of which operation, as it goes over the wire. */
export interface FuzzRequest {
  operationId: string;
  method: string;
  /** Below the API's base, with the query. */
  path: string;
  headers: Record<string, string>;
  body: FuzzBody | null;
}

export interface Known {
  /** By the first step of a path, and by operation: ids or names of what is there. */
  ids: Hints;
  /** By the name of a field or parameter. */
  values: Hints;
  /** By operation: bodies that do their work, besides those that its schema describes. */
  bodies: Readonly<Record<string, readonly unknown[]>>;
  /** Names whose values are these and no other: what would only make the run last. */
  only: Hints;
}

type Parameter = ApiOperation['parameters'][number];

/** Requests that the document describes, that are a little off, and that are hostile; spread over all operations alike. */
export function requestArbitrary(
  document: Document,
  operations: readonly ApiOperation[],
  known: Known,
): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(...operations.map((operation) => ofOperation(document, operation, known)));
}

function ofOperation(document: Document, operation: ApiOperation, known: Known): fc.Arbitrary<FuzzRequest> {
  const of = (place: Parameter['in']): Parameter[] =>
    operation.parameters.filter((parameter) => parameter.in === place);
  // Whoever serves GET serves HEAD, which no document names.
  const heads =
    operation.method === 'GET' ? ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD'] : [operation.method];
  return fc
    .record({
      method: fc.constantFrom(...heads),
      path: pathArbitrary(document, operation, of('path'), known),
      query: queryArbitrary(document, of('query'), known),
      headers: headersArbitrary(document, of('header'), known),
      body: bodyArbitrary(document, operation, known),
    })
    .map(({ method, path, query, headers, body }) => ({
      operationId: operation.operationId,
      method,
      path: path + query,
      headers,
      body,
    }));
}

function pathArbitrary(
  document: Document,
  { path, operationId }: ApiOperation,
  parameters: Parameter[],
  known: Known,
): fc.Arbitrary<string> {
  const [, first = ''] = path.split('/');
  const values = parameters.map(({ name, schema }, at) => {
    const own = schemaArbitrary(document, schema, known.values, name).map((value) => encodeURIComponent(textOf(value)));
    const pools = at === 0 ? [known.ids[operationId], known.ids[first]] : [known.values[name]];
    const there = pools
      .filter((pool) => pool !== undefined && pool.length > 0)
      .map((pool = []) => fc.constantFrom(...pool));
    const likely = there.length === 0 ? own : fc.oneof(...there).map(encodeURIComponent);
    return fc
      .oneof({ weight: 12, arbitrary: likely }, { weight: 1, arbitrary: own }, { weight: 2, arbitrary: hostileStep })
      .filter((step) => !noStep.test(step))
      .map((value): [string, string] => [name, value]);
  });
  return fc
    .tuple(...values)
    .map((filled) => filled.reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), path));
}

/** What makes another path of it. */
const noStep = /^(?:|(?:%2e|\.){1,2})$/i;

/** Steps of a path, already encoded. */
const hostileStep = fc.oneof(
  hostileText.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '%00',
    '%ff',
    '%zz',
    '%',
    '%E0%A4%A',
    '%ED%A0%80',
    'a%2Fb',
    '%2F',
    '%5C',
    'a'.repeat(5000),
    '%25',
    'a;b',
    'a=b',
  ),
);

function queryArbitrary(document: Document, parameters: Parameter[], known: Known): fc.Arbitrary<string> {
  const fields = parameters.map(({ name, schema, required }) => {
    const only = known.only[name] ?? known.values[name];
    const valid = only ? fc.constantFrom(...only) : schemaArbitrary(document, schema, known.values, name).map(textOf);
    const value = fc.oneof({ weight: 12, arbitrary: valid }, { weight: 1, arbitrary: hostileText });
    return fc
      .oneof({ weight: required ? 20 : 1, arbitrary: value }, { weight: 3, arbitrary: fc.constant(null) })
      .map((text): [string, string | null] => [name, text]);
  });
  const extra = fc.oneof(
    { weight: 24, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: hostileText.map((name) => [`${encode(name)}=1`]) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...parameters.map(({ name }) => name), 'a').map((name) => [`${name}=1`, `${name}=2`]),
    },
    { weight: 1, arbitrary: fc.constantFrom(['%zz=%zz'], ['%00'], ['=']) },
  );
  return fc.tuple(fc.tuple(...fields), extra).map(([pairs, others]) => {
    const given = pairs.flatMap(([name, value]) => (value === null ? [] : [`${name}=${encode(value)}`]));
    const all = [...given, ...others];
    return all.length === 0 ? '' : `?${all.join('&')}`;
  });
}

function headersArbitrary(
  document: Document,
  parameters: Parameter[],
  known: Known,
): fc.Arbitrary<Record<string, string>> {
  const fields = parameters.map(({ name, schema }) => {
    const valid = schemaArbitrary(document, schema, known.values, name).map(textOf);
    const sendable = fc
      .oneof(valid, hostileText)
      .filter((text) => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text));
    return fc
      .oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: sendable })
      .map((value): [string, string | null] => [name, value]);
  });
  return fc
    .tuple(...fields)
    .map((pairs) => Object.fromEntries(pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))));
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
}

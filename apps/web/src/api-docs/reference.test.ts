import { describe, expect, it } from 'vitest';
import { apiDocument } from '../rest/endpoints/get-openapi.ts';
import { endpoints } from '../rest/endpoints.ts';
import { fieldsOf } from './fields-of.ts';
import { referenceOf } from './reference.ts';

describe('the reference', () => {
  const operations = referenceOf(JSON.parse(JSON.stringify(apiDocument()))).flatMap((group) => group.operations);

  it('shows every operation of the document once, and who may', () => {
    expect(operations.map(({ id }) => id).toSorted()).toEqual(
      [...endpoints.map(({ operationId }) => operationId), 'getOpenapi'].toSorted(),
    );
    for (const { description } of operations) expect(description).toMatch(/For the role|Open to everybody/);
  });

  it('shows fields with what holds for them, and a body that does', () => {
    const enqueue = operations.find(({ id }) => id === 'enqueueTask');
    expect(enqueue?.body?.fields).toContainEqual(
      expect.objectContaining({ path: 'priority', type: 'integer, -100 to 100', isRequired: false }),
    );
    expect(enqueue?.body?.fields.map(({ path }) => path)).toContain('retry.backoff');
    expect(enqueue?.body?.example).toBe('{"callable":"shop.tasks.charge"}');
    expect(enqueue?.parameters).toMatchObject([{ path: 'idempotency-key', place: 'header' }]);
    expect(enqueue?.answers.map(({ status }) => status)).toContain('409');
  });
});

describe('fieldsOf', () => {
  it('goes into lists, choices and components, and no deeper than a reader follows', () => {
    const schemas = { Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } } };
    const schema = {
      type: 'object',
      required: ['items'],
      properties: {
        items: { type: 'array', items: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } } },
        either: { anyOf: [{ type: 'null' }, { type: 'object', properties: { a: { type: 'number' } } }] },
        node: { $ref: '#/components/schemas/Node' },
      },
    };
    const fields = fieldsOf(schema, schemas);
    expect(fields).toContainEqual({ path: 'items[].id', type: 'string (uuid)', isRequired: false, description: '' });
    expect(fields.map(({ path }) => path)).toContain('either.a');
    expect(fields.filter(({ path }) => path.startsWith('node')).length).toBeLessThan(6);
  });
});

import { RaydeckError } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { malformedPath } from './malformed-path.ts';
import { Problem, problemOf, problemResponse } from './problem.ts';
import { invalidRequest } from './request-error.ts';
import { zodProblems } from './zod-problems.ts';

const id = 'request-1';

describe('problemOf', () => {
  it('tells nothing of an unknown error but the request', () => {
    const problem = problemOf(new Error('password=hunter2 at /srv/app'), id);
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', requestId: id, errors: [] });
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|srv/);
    expect(problemOf(new RaydeckError('INTERNAL', 'hunter2'), id).detail).not.toContain('hunter2');
    expect(problemOf('a string', id).status).toBe(500);
  });

  it('names the field that a use case refused', () => {
    const problem = problemOf(new RaydeckError('NOT_FOUND', 'queue: there is no queue "x"', { path: 'queue' }), id);
    expect(problem).toMatchObject({ status: 404, errors: [{ path: 'queue', problem: 'there is no queue "x"' }] });
  });

  it('says that the database is away, also as a cause or among several', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' });
    for (const error of [refused, new Error('failed', { cause: refused }), new AggregateError([refused])]) {
      const problem = problemOf(error, id);
      expect(problem).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
      expect(problem.detail).not.toContain('10.0.0.1');
    }
  });
});

describe('problemResponse', () => {
  it('is problem+json that its schema describes, never cached', async () => {
    const response = problemResponse(problemOf(invalidRequest([{ path: 'a', problem: 'is required' }]), id));
    expect(response.status).toBe(400);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': id,
    });
    expect(Problem.parse(await response.json())).toMatchObject({ detail: 'a is required' });
  });
});

describe('zodProblems', () => {
  it('names a hundred problems at most, whatever a body holds', () => {
    const schema = z.strictObject({ tags: z.array(z.string()) });
    const wrong = { tags: Array.from({ length: 500 }, () => 1) };
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, 1]));
    for (const body of [wrong, { tags: [], ...unknown }, { ...wrong, ...unknown }]) {
      const { error } = schema.safeParse(body);
      expect(error && zodProblems(error, 'field')).toHaveLength(100);
    }
  });
});

describe('malformedPath', () => {
  it('refuses escapes that are no UTF-8, and nothing else', async () => {
    for (const path of ['/tasks/%E0%A4%A', '/tasks/%zz', '/%FF']) {
      expect(Problem.parse(await malformedPath(path)?.json())).toMatchObject({ status: 400, code: 'INVALID' });
    }
    for (const path of ['/tasks', '/tasks/%00', '/tasks/%F0%9F%98%80']) expect(malformedPath(path)).toBeNull();
  });
});

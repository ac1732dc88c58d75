import { describe, expect, it } from 'vitest';
import type { Handler } from './handler.ts';
import { Problem } from './problem.ts';
import { document, operations } from './test-operations.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Module = Record<(typeof methods)[number], Handler>;

/** The route module of a path, where Next looks for it. */
function load(path: string): Promise<Module> {
  const folder = path.replaceAll(/\{(\w+)\}/g, '[$1]');
  return import(/* @vite-ignore */ new URL(`../app/api/v1${folder}/route.ts`, import.meta.url).href);
}

async function ask(handler: Handler, method: string): Promise<Response> {
  return handler(new Request('http://test/', { method }), { params: Promise.resolve({}) });
}

describe('the routes', () => {
  it.each(Object.keys(document.paths))(
    '%s is served by the methods of the document and answers 405 to the others',
    async (path) => {
      const route = await load(path);
      const served = methods.filter((method) => operations.some((one) => one.path === path && one.method === method));
      expect(served).not.toEqual([]);
      for (const method of methods.filter((one) => !served.includes(one))) {
        const response = await ask(route[method], method);
        expect(response.status).toBe(405);
        expect(
          response.headers
            .get('allow')
            ?.split(', ')
            .toSorted((a, b) => a.localeCompare(b)),
        ).toEqual(served.toSorted((a, b) => a.localeCompare(b)));
        expect(Problem.parse(await response.json())).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
      }
    },
  );

  it('answer 404 to every method of an unknown path, the root among them', async () => {
    const route = await load('/[[...path]]');
    for (const method of methods) {
      const response = await ask(route[method], method);
      expect(response.status).toBe(404);
      expect(Problem.parse(await response.json())).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('the OpenAPI document', () => {
  it('is 3.1, names each operation once, and describes every problem', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
    for (const { responses } of operations) {
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(failures.length).toBeGreaterThan(0);
      for (const [, { content }] of failures) expect(Object.keys(content)).toEqual(['application/problem+json']);
    }
  });

  it('needs credentials everywhere but for itself', () => {
    const open = operations.filter((operation) => operation.security?.length === 0);
    expect(open.map(({ path }) => path)).toEqual(['/openapi.json']);
    expect(document.security).toEqual([{ apiKey: [] }, { session: [] }]);
  });
});

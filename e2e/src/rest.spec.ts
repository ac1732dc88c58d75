import { expect, test } from '@playwright/test';
import { stack } from './stack.ts';

const key = { authorization: `Bearer ${stack.apiKey}` };

for (const [what, path, status] of [
  ['escapes that are no UTF-8', '/tasks/%E0%A4%A', 400],
  ['escapes that name nothing', '/tasks/%F0%9F%98%80', 404],
  ['an id that is none', '/tasks/junk', 404],
  ['a path that is none', '/junk', 404],
] as const) {
  test(`the REST API answers ${what} with a problem of its own`, async () => {
    const response = await fetch(`${stack.webUrl}/api/v1${path}`, { headers: key });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
}

import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const token = 'a token that is long enough';
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** What the route answers in a process with this setting. */
async function scrape(setting: string, authorization?: string): Promise<Response> {
  vi.resetModules();
  vi.stubEnv('DATABASE_URL', db.url);
  vi.stubEnv('NEXTAUTH_URL', 'http://127.0.0.1:3000');
  vi.stubEnv('NEXTAUTH_SECRET', 'a secret of at least thirty-two characters');
  vi.stubEnv('METRICS_TOKEN', setting);
  const { GET } = await import('../app/metrics/route.ts');
  return GET(new Request('http://test/metrics', { headers: authorization ? { authorization } : {} }));
}

describe('/metrics of the console', () => {
  it('is not there without METRICS_TOKEN', async () => {
    expect((await scrape('', `Bearer ${token}`)).status).toBe(404);
  });

  it.each([undefined, 'Bearer ', `Bearer ${token}x`, token])('refuses %s', async (authorization) => {
    expect((await scrape(token, authorization)).status).toBe(401);
  });

  it('tells of each request of the REST API by its route, and of the process', async () => {
    const { GET: status } = await import('../app/api/v1/tasks/[id]/route.ts');
    const unknownKey = { authorization: 'Bearer rdk_unknown' };
    const request = new Request('http://test/api/v1/tasks/1', { headers: unknownKey });
    const answer = await status(request, { params: Promise.resolve({ id: '1' }) });
    const response = await scrape(token, `Bearer ${token}`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain(`raydeck_rest_requests_total{method="GET",route="/tasks/{id}",status="${answer.status}"} 1`);
    expect(text).toMatch(/^raydeck_streams_open 0$/m);
    expect(text).toMatch(/^raydeck_pool_connections \d+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});

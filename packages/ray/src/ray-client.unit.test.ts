import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createRayClient, type RayClient } from './ray-client.ts';
import { type RayDouble, sendJson, startRayDouble } from './ray-double.ts';

const VERSION = {
  version: '4',
  ray_version: '2.59.0',
  ray_commit: 'dd83',
  session_name: 'session_1',
  later: { field: 1 },
};
const JOB = {
  type: 'SUBMISSION',
  job_id: null,
  submission_id: 'rd-1',
  status: 'RUNNING',
  entrypoint: 'true',
  message: null,
  error_type: null,
  start_time: 1,
  end_time: null,
  metadata: null,
  driver_node_id: 'abc',
  driver_exit_code: null,
  something_new: [],
};
const REQUEST = {
  submission_id: 'rd-1',
  entrypoint: 'true',
  runtime_env: { env_vars: {} },
  metadata: {},
  entrypoint_num_cpus: 1,
};

let double: RayDouble | null = null;
let client: RayClient | null = null;

afterEach(async () => {
  await client?.close();
  await double?.close();
});

async function clientFor(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  options: { token?: string; timeoutMs?: number } = {},
): Promise<RayClient> {
  double = await startRayDouble(answer);
  client = createRayClient({ address: double.address, ...options });
  return client;
}

describe('a call', () => {
  it('carries the token and nothing by which Ray would know a browser', async () => {
    const ray = await clientFor((_, response) => sendJson(response, { stopped: true }), { token: 'secret' });
    await ray.stopJob('rd-1');
    const headers = double?.requests[0]?.headers ?? {};
    expect(headers['authorization']).toBe('Bearer secret');
    expect(Object.keys(headers).filter((name) => name.startsWith('sec-') || name === 'origin')).toEqual([]);
    expect(headers['user-agent'] ?? '').not.toMatch(/mozilla/i);
  });

  it('passes over fields that it does not know', async () => {
    const ray = await clientFor((_, response) => sendJson(response, VERSION));
    expect(await ray.version()).toEqual({ rayVersion: '2.59.0', session: 'session_1' });
  });

  it('says which field of an answer is not as expected', async () => {
    const ray = await clientFor((_, response) => sendJson(response, { ...VERSION, session_name: 7 }));
    await expect(ray.version()).rejects.toMatchObject({
      reason: 'not_ray',
      message: expect.stringContaining('session_name'),
    });
  });

  it.each([
    [401, 'unauthorised', /RAY_AUTH_TOKEN/],
    [403, 'unauthorised', /RAY_AUTH_TOKEN/],
    [302, 'not_ray', /RAY_ADDRESS/],
    [405, 'refused', /browser/],
  ])('is refused for good by status %i', async (statusCode, reason, message) => {
    const ray = await clientFor((_, response) =>
      response.writeHead(statusCode).end('Not allowed for browser traffic.'),
    );
    await expect(ray.version()).rejects.toMatchObject({
      code: 'PRECONDITION',
      reason,
      message: expect.stringMatching(message),
    });
    expect(double?.requests).toHaveLength(1);
  });

  it("explains a web page in Ray's place", async () => {
    const ray = await clientFor((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    );
    await expect(ray.version()).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('web page'),
    });
  });

  it('refuses a Ray without token authentication', async () => {
    const ray = await clientFor((_, response) => sendJson(response, { ...VERSION, ray_version: '2.51.1' }));
    await expect(ray.version()).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('2.52'),
    });
  });

  it('ends by its timeout when no answer comes, and is not repeated', async () => {
    const ray = await clientFor(() => undefined, { timeoutMs: 100 });
    await expect(ray.version()).rejects.toMatchObject({ code: 'UNAVAILABLE', reason: 'unreachable' });
    expect(double?.requests).toHaveLength(1);
  });

  it('ends by its timeout when the answer begins and stalls', async () => {
    const ray = await clientFor((_, response) => void response.writeHead(200).write('{'), { timeoutMs: 100 });
    await expect(ray.version()).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('is repeated after a broken connection and after a 5xx when it is a GET', async () => {
    const ray = await clientFor((request, response, count) => {
      if (count === 1) return void request.socket.destroy();
      if (count === 2) return void response.writeHead(503).end('starting');
      return sendJson(response, VERSION);
    });
    expect(await ray.version()).toMatchObject({ session: 'session_1' });
  });

  it('is never repeated when it changes something', async () => {
    const ray = await clientFor((_, response) => response.writeHead(500).end('Traceback\nRuntimeError: no\n'));
    await expect(ray.stopJob('rd-1')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('RuntimeError: no'),
    });
    expect(double?.requests).toHaveLength(1);
  });
});

describe('submitJob', () => {
  const duplicate =
    'Traceback\nRuntimeError: Request failed with status code 400: ValueError: Job rd-1 already exists.';

  it.each([
    ['a 500', (_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end('boom')],
    ['a duplicate', (_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end(duplicate)],
    ['a broken connection', (request: IncomingMessage) => request.socket.destroy()],
  ])('takes a record after %s for accepted', async (_, onPost) => {
    const ray = await clientFor((request, response) =>
      request.method === 'POST' ? void onPost(request, response) : sendJson(response, JOB),
    );
    await ray.submitJob(REQUEST);
    expect(double?.requests.map((request) => request.method)).toEqual(['POST', 'GET']);
  });

  it('leaves it open without a record after a 500: the job may still be on its way', async () => {
    const ray = await clientFor((request, response) =>
      response.writeHead(request.method === 'POST' ? 500 : 404).end('No available agent'),
    );
    await expect(ray.submitJob(REQUEST)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it("refuses for good what Ray's agent refuses, with its reason", async () => {
    const text =
      'RuntimeError: Request failed with status code 400: Traceback\nValueError: Invalid label key name `x!`.\n.\n';
    const ray = await clientFor((request, response) =>
      response.writeHead(request.method === 'POST' ? 500 : 404).end(text),
    );
    await expect(ray.submitJob(REQUEST)).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('Invalid label key name'),
    });
  });

  it.each([
    ['an id with a slash', { ...REQUEST, submission_id: 'a/b' }],
    ['an empty id', { ...REQUEST, submission_id: '' }],
    ["Ray's own metadata key", { ...REQUEST, metadata: { job_submission_id: 'x' } }],
    ['a variable of 128 KiB', { ...REQUEST, runtime_env: { env_vars: { A: 'x'.repeat(131_072) } } }],
    [
      'an environment of 128 KiB together',
      { ...REQUEST, runtime_env: { env_vars: { A: 'x'.repeat(70_000), B: 'x'.repeat(70_000) } } },
    ],
  ])('refuses %s without asking Ray', async (_, request) => {
    const ray = await clientFor((__, response) => sendJson(response, {}));
    await expect(ray.submitJob(request)).rejects.toMatchObject({ code: 'PRECONDITION' });
    expect(double?.requests).toHaveLength(0);
  });
});

describe('probe', () => {
  it.each([
    ['gcs_dead', 200, 503],
    ['unauthorised', 401, 200],
    ['unusable', 404, 200],
  ])('says %s', async (state, versionStatus, healthStatus) => {
    const ray = await clientFor((request, response) => {
      const statusCode = request.url === '/api/version' ? versionStatus : healthStatus;
      sendJson(response, VERSION, statusCode);
    });
    expect(await ray.probe()).toMatchObject({ state });
  });

  it('says unreachable where nobody listens', async () => {
    client = createRayClient({ address: 'http://127.0.0.1:9' });
    expect(await client.probe()).toMatchObject({
      state: 'unreachable',
      detail: expect.stringContaining('127.0.0.1:9'),
    });
  });
});

describe('nudgeAgent', () => {
  it.each([
    ['short', 1],
    ['long', 1_000],
  ])('drops a %s answer unread, and never throws', async (_, chunks) => {
    const ray = await clientFor((__, response) => {
      response.writeHead(200);
      for (let count = 0; count < chunks; count += 1) response.write('x'.repeat(10_000));
      response.end();
    });
    await ray.nudgeAgent('rd-1');
    await double?.close();
    double = null;
    await ray.nudgeAgent('rd-1');
  });
});

describe('jobLogTail', () => {
  it('reads a long log without holding it', async () => {
    const line = `${'x'.repeat(99)}\\n`;
    const ray = await clientFor((_, response) => {
      response.writeHead(200).write('{"logs": "');
      for (let count = 0; count < 2_000; count += 1) response.write(line.repeat(100));
      response.end('the end\\n"}');
    });
    const tail = await ray.jobLogTail('rd-1', 1_000);
    expect(tail?.endsWith('x\nthe end\n')).toBe(true);
    expect(Buffer.byteLength(tail ?? '')).toBeLessThanOrEqual(1_000);
  });

  it('is null for a job that Ray does not know', async () => {
    const ray = await clientFor((_, response) => response.writeHead(404).end('Job rd-1 does not exist'));
    expect(await ray.jobLogTail('rd-1')).toBeNull();
  });
});

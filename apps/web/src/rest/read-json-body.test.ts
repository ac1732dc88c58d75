import { describe, expect, it } from 'vitest';
import { bodyLimitBytes, readJsonBody } from './read-json-body.ts';

function post(
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Request {
  return new Request('http://test/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** Counts what is taken from it. */
function endless() {
  const chunk = new Uint8Array(1024 * 1024).fill(0x20);
  const taken = { bytes: 0, canceled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      taken.bytes += chunk.length;
      controller.enqueue(chunk);
    },
    cancel: () => {
      taken.canceled = true;
    },
  });
  return { stream, taken };
}

const required = { isOptional: false };

describe('readJsonBody', () => {
  it('takes application/json, with or without charset=utf-8', async () => {
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"']) {
      expect(await readJsonBody(post('{"a":1}', { 'content-type': type }), required)).toEqual({
        value: { a: 1 },
        text: '{"a":1}',
      });
    }
  });

  it('refuses other media types', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'application/jsonx',
    ]) {
      const reading = readJsonBody(post('{}', { 'content-type': type }), required);
      await expect(reading).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    }
  });

  it('takes an empty body for {} only where that is allowed', async () => {
    expect(await readJsonBody(post(null, {}), { isOptional: true })).toEqual({ value: {}, text: '{}' });
    await expect(readJsonBody(post(null), required)).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('refuses bytes that are not UTF-8', async () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98]]) {
      const body = new Uint8Array([0x22, ...bytes, 0x22]);
      await expect(readJsonBody(post(body), required)).rejects.toMatchObject({ code: 'INVALID' });
    }
  });

  it('refuses a body that says it is too large, unread', async () => {
    const request = post('{}', { 'content-type': 'application/json', 'content-length': String(bodyLimitBytes + 1) });
    await expect(readJsonBody(request, required)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(request.bodyUsed).toBe(false);
  });

  it('stops reading a body that turns out too large', async () => {
    const { stream, taken } = endless();
    await expect(readJsonBody(post(stream), required)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(taken.canceled).toBe(true);
    expect(taken.bytes).toBeLessThan(2 * bodyLimitBytes);
  });
});

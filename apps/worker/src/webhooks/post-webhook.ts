import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Answered, PostWebhook } from '@raydeck/services';
import { type AllowedTargets, isAllowedTarget, isPublicAddress } from './address-rules.ts';

/** For all of it: name, connection, TLS, request and the head of the answer. */
const timeoutMs = 15_000;

/** An address of a host, as it was looked up. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

interface Target {
  url: URL;
  address: string;
  family: number;
}

class Refused extends Error {}

/**
 * Posts a webhook. The name is looked up once; each of its addresses must be one that may be dialed, and the connection goes to one of
 * these and nowhere else, so that a name cannot lead elsewhere between the check and the dial. Redirects are not followed: they are an
 * answer like another. Of the answer nothing is read but its status.
 */
export function createPostWebhook(allowed: AllowedTargets, resolve: Resolve = resolveAll): PostWebhook {
  return async (text, headers, body) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await send(await targetOf(text, allowed, resolve, signal), headers, body, signal);
    } catch (error) {
      if (signal.aborted) return { statusCode: null, error: `It did not answer within ${timeoutMs / 1000} seconds.` };
      return { statusCode: null, error: sentence(error) };
    }
  };
}

async function targetOf(text: string, allowed: AllowedTargets, resolve: Resolve, signal: AbortSignal): Promise<Target> {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await raced(resolve(host), signal);
  const [first] = found;
  if (!first) throw new Refused(`The host ${host} has no address.`);
  const isAllowed = found.every(({ address }) => isAllowedTarget(allowed, host, address));
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address))) {
    throw new Refused('Its address is private or reserved, and WEBHOOK_ALLOWED_TARGETS does not name it.');
  }
  if (url.protocol !== 'https:' && !isAllowed) {
    throw new Refused('It is not https, and WEBHOOK_ALLOWED_TARGETS does not name it.');
  }
  return { url, ...first };
}

function send(
  { url, address, family }: Target,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answered> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'user-agent': 'Raydeck-Webhooks/1', 'content-length': Buffer.byteLength(body) },
    // Asked for the name again, it gets the address that was checked.
    lookup: (_host, { all }, callback) => {
      if (all) callback(null, [{ address, family }]);
      else callback(null, address, family);
    },
    agent: false,
    signal,
    maxHeaderSize: 16_384,
  };
  return new Promise((settle, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, ({ statusCode = 0 }) => {
      settle({ statusCode });
      // Its body is nobody's business, and may have no end.
      request.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function resolveAll(host: string): Promise<{ address: string; family: number }[]> {
  return lookup(host, { all: true, verbatim: true });
}

function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new Error('timeout')), { once: true });
  return Promise.race([work, promise]);
}

/** Codes of the system say enough; texts of its own name addresses that may be nobody's business. */
function sentence(error: unknown): string {
  if (error instanceof Refused) return error.message;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'an error';
  return `It could not be reached: ${code}.`;
}

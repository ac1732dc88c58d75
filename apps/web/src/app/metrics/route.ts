import { createHash, timingSafeEqual } from 'node:crypto';
import { openStreams } from '../../rest/stream-places.ts';
import { container } from '../../server/container.ts';
import { env } from '../../server/env.ts';
import { metrics } from '../../server/metrics.ts';

export const dynamic = 'force-dynamic';

/** For Prometheus, by METRICS_TOKEN as a bearer token: browsers reach this port, and what it tells is not for everybody. 404 without the setting. */
export async function GET(request: Request): Promise<Response> {
  const { METRICS_TOKEN: token } = env();
  if (token === undefined) return new Response('METRICS_TOKEN is not set.\n', { status: 404 });
  if (!isEqual(request.headers.get('authorization') ?? '', `Bearer ${token}`)) {
    return new Response('This needs METRICS_TOKEN as a bearer token.\n', {
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  const { totalCount: total, idleCount: idle, waitingCount: waiting } = container().db.pool;
  const { text, mediaType } = await metrics().expose({ streams: openStreams(), pool: { total, idle, waiting } });
  return new Response(text, { headers: { 'content-type': mediaType, 'cache-control': 'no-store' } });
}

/** In a time that says nothing of where they differ. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

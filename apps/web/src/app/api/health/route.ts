import { container } from '../../../server/container.ts';

export const dynamic = 'force-dynamic';

/** 200 when the database answers within two seconds, else 503; cheap enough to be asked each second. */
export async function GET(): Promise<Response> {
  const deadline = AbortSignal.timeout(2_000);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('timeout')), { once: true });
  });
  try {
    await Promise.race([container().db.pool.query('SELECT 1'), late]);
    return Response.json({ status: 'ok' });
  } catch {
    return Response.json({ status: 'unavailable', database: 'unreachable' }, { status: 503 });
  }
}

import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { AttemptContext } from './attempt-context.ts';
import { keepLog } from './upload-log.ts';

/** An attempt whose execution said nothing of its end, or could not send its log. */
interface Silent {
  attemptId: string;
  taskId: string;
}

/** What its row has. */
const tailBytes = 65_536;

/**
 * Keeps the output that a worker has found of an attempt: in its row as far as that goes, all of it as an object when it is more.
 * Null when there is none to be found any more. Twice does no harm: the first object stays, and the second is swept.
 */
export async function keepCollectedLog(
  context: Pick<AttemptContext, 'db' | 'storage' | 'limits' | 'notifier'>,
  attempt: Silent,
  log: { content: Buffer; totalBytes: number } | null,
): Promise<void> {
  const isCut = log !== null && log.totalBytes > tailBytes && context.limits.logBytes > 0;
  if (isCut) await keepLog(context, attempt, Readable.from([log.content]).pipe(createGzip()));
  const text = log && tailOf(log.content);
  await context.db.pool.query(
    `UPDATE raydeck.attempt SET log_wanted = false, log_tail = COALESCE($2, log_tail), log_bytes = COALESCE($3, log_bytes)
     WHERE id = $1`,
    [attempt.attemptId, text, log?.totalBytes ?? null],
  );
  context.notifier.changed(attempt.taskId);
}

/** UTF-8 without NUL, from the start of a line where there is one. */
function tailOf(content: Buffer): string {
  const end = content.subarray(-tailBytes);
  const cut = end.length < content.length ? end.subarray(end.indexOf(0x0a) + 1) : end;
  return cut
    .toString('utf8')
    .replaceAll('\0', '')
    .replace(/^\uFFFD+/, '');
}

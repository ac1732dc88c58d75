import { setTimeout as delay } from 'node:timers/promises';
import { type Job, type RayClient, RayError, setupLogLines, setupMarks, type SetupLogs } from '@raydeck/ray';

/** One reading serves all jobs that are being set up. */
const READ_AGAIN_MS = 1_000;
/** A reading takes some hundredths of a second where all is well. */
const PATIENCE_MS = 1_500;
const LIMIT_CHARACTERS = 16_000;
/** Between the clock of the head, which notes a job's start, and a node's. */
const CLOCKS_MS = 2_000;

/** What is known of the set-up of a job's environment; null when there is nothing to tell. */
export type SetupLog = (job: Job) => Promise<string | null>;

/**
 * The lines that Ray's nodes write while they install requirements or fetch code, for jobs that have any. Best effort: a
 * cluster that names its folders in another way has no lines, and one that is slow to tell has those of the last reading,
 * for whoever observes has other jobs to look after.
 */
export function createSetupLogs(options: { client: Pick<RayClient, 'setupLogs'>; now: () => number }): SetupLog {
  const { client, now } = options;
  let latest: SetupLogs | null = null;
  let reading: Promise<void> | null = null;
  let readAtMs = -Infinity;

  const read = async (): Promise<void> => {
    try {
      latest = await client.setupLogs();
    } catch (error) {
      if (!(error instanceof RayError)) throw error;
    } finally {
      reading = null;
    }
  };

  const logs = async (): Promise<SetupLogs | null> => {
    if (reading === null && now() - readAtMs >= READ_AGAIN_MS) {
      readAtMs = now();
      reading = read();
    }
    const patienceMs = readAtMs + PATIENCE_MS - now();
    if (reading !== null && patienceMs > 0) await Promise.race([reading, delay(patienceMs, undefined, { ref: false })]);
    return latest;
  };

  return async ({ runtimeEnv, startedAtMs }) => {
    const marks = setupMarks(runtimeEnv);
    if (marks.length === 0 || startedAtMs === null) return null;
    const { texts = [], offset = '+00:00' } = (await logs()) ?? {};
    const sinceMs = startedAtMs - CLOCKS_MS;
    const lines = texts.flatMap((text) => setupLogLines(text, { marks, sinceMs, offset }));
    return lines.length === 0 ? null : `${lines.join('\n').slice(-LIMIT_CHARACTERS)}\n`;
  };
}

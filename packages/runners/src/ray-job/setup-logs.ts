import { type Job, type RayClient, RayError, setupLogLines, setupMarks, type SetupLogs } from '@raydeck/ray';

/** One reading serves all jobs that are being set up. */
const READ_AGAIN_MS = 1_000;
const LIMIT_CHARACTERS = 16_000;
/** Between the clock of the head, which notes a job's start, and a node's. */
const CLOCKS_MS = 2_000;

/** What is known of the set-up of a job's environment; null when there is nothing to tell. */
export type SetupLog = (job: Job) => Promise<string | null>;

/**
 * The lines that Ray's nodes write while they install requirements or fetch code, for jobs that have any. Best effort: a
 * cluster that does not answer, or that names its folders in another way, has no lines.
 */
export function createSetupLogs(options: { client: Pick<RayClient, 'setupLogs'>; now: () => number }): SetupLog {
  let reading: Promise<SetupLogs | null> = Promise.resolve(null);
  let readAtMs = -Infinity;

  const read = (): Promise<SetupLogs | null> => {
    if (options.now() - readAtMs < READ_AGAIN_MS) return reading;
    readAtMs = options.now();
    reading = options.client.setupLogs().catch((error: unknown) => {
      if (!(error instanceof RayError)) throw error;
      return null;
    });
    return reading;
  };

  return async ({ runtimeEnv, startedAtMs }) => {
    const marks = setupMarks(runtimeEnv);
    if (marks.length === 0 || startedAtMs === null) return null;
    const logs = await read();
    const sinceMs = startedAtMs - CLOCKS_MS;
    const lines = logs?.texts.flatMap((text) => setupLogLines(text, { marks, sinceMs, offset: logs.offset })) ?? [];
    return lines.length === 0 ? null : `${lines.join('\n').slice(-LIMIT_CHARACTERS)}\n`;
  };
}

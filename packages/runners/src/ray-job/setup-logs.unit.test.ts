import { type Job, RayError, type SetupLogs } from '@raydeck/ray';
import { describe, expect, it } from 'vitest';
import { createSetupLogs } from './setup-logs.ts';

const startedAtMs = Date.parse('2026-11-20T19:56:00Z');
const job: Job = {
  submissionId: 'rd-1',
  jobId: null,
  type: 'SUBMISSION',
  status: 'PENDING',
  entrypoint: 'exec python -m raydeck.entrypoint',
  message: null,
  errorType: null,
  startedAtMs,
  endedAtMs: null,
  metadata: {},
  runtimeEnv: { working_dir: 'https://x.example/a.zip' },
  nodeId: null,
  exitCode: null,
};
const logsOf = (text: string): SetupLogs => ({ texts: [text], offset: '+00:00' });
const line =
  '2026-11-20 19:56:23,000\tINFO packaging.py:889 -- Downloading package from https://x.example/a.zip to /s\n';

/** A cluster whose readings are answered by hand, and a clock that is set by hand. */
function setUp() {
  const asked: PromiseWithResolvers<SetupLogs>[] = [];
  const clock = { ms: 0 };
  const client = {
    setupLogs: () => {
      const reading = Promise.withResolvers<SetupLogs>();
      asked.push(reading);
      return reading.promise;
    },
  };
  return { asked, clock, setupLog: createSetupLogs({ client, now: () => clock.ms }) };
}

describe('the log of a set-up', () => {
  it('is read once for all jobs that ask within a second', async () => {
    const { asked, clock, setupLog } = setUp();
    const both = [setupLog(job), setupLog(job)];
    asked[0]?.resolve(logsOf(line));
    expect(await Promise.all(both)).toEqual(
      Array(2).fill('19:56:23 Downloading package from https://x.example/a.zip to /s\n'),
    );
    await setupLog(job);
    expect(asked).toHaveLength(1);
    clock.ms = 1_000;
    const next = setupLog(job);
    asked[1]?.resolve(logsOf(line + line));
    expect((await next)?.split('\n')).toHaveLength(3);
  });

  it('is what was read last when the cluster is slow or fails: nobody waits for it for long', async () => {
    const { asked, clock, setupLog } = setUp();
    const first = setupLog(job);
    asked[0]?.resolve(logsOf(line));
    await first;
    clock.ms = 10_000;
    const slow = setupLog(job);
    clock.ms = 20_000;
    expect(await setupLog(job)).toBe(await first);
    asked[1]?.reject(new RayError('unreachable', 'no answer'));
    expect(await slow).toBe(await first);
    expect(asked).toHaveLength(2);
  });

  it('is nothing for a job without a set-up to watch, and nobody asks', async () => {
    const { asked, setupLog } = setUp();
    expect(await setupLog({ ...job, runtimeEnv: { env_vars: {} } })).toBeNull();
    expect(asked).toHaveLength(0);
  });
});

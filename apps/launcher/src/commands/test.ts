import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MachineError, withFileLock } from '@raydeck/embedded';
import { z } from 'zod';
import { cacheDir } from '../checkout.ts';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import { logFileOf, openStateFolder } from '../state/state-folder.ts';
import { runSuites } from '../test/run-suites.ts';
import { describeFailures, type SuiteResult } from '../test/suite-result.ts';
import { SUITE_NAMES, type Suite } from '../test/suite.ts';
import { SUITES } from '../test/suites.ts';
import { prepareTestServers } from '../test/test-servers.ts';

const TestFlags = z.object({ only: z.string().optional() });

/** `raydeck test`: every suite, or those of --only, against servers of their own. The last lines tell what failed, and the sums. */
export async function test(rawFlags: unknown, env: Env): Promise<void> {
  const startedAt = Date.now();
  const suites = chooseSuites(TestFlags.parse(rawFlags).only);
  using interruption = listenForInterruption();
  const state = openStateFolder(env.stateDir ?? join(cacheDir, 'test'));
  const context = {
    env,
    state,
    baseEnv: baseEnvironment(env.inherited),
    signal: interruption.signal,
    logFile: logFileOf(state, 'test'),
    say: () => undefined,
  };
  const sum = await withFileLock(
    state.lockFile,
    { holder: 'Another `raydeck test`' },
    async (): Promise<SuiteResult> => {
      const reportsDir = join(state.root, 'reports');
      rmSync(reportsDir, { recursive: true, force: true });
      mkdirSync(reportsDir, { recursive: true });
      const servers = await prepareTestServers(context);
      try {
        return await runSuites(suites, {
          servers,
          reportsDir,
          signal: interruption.signal,
          say: (line) => console.log(line),
        });
      } finally {
        await servers.stopAll();
      }
    },
  );
  if (sum.failures.length > 0) console.log(`\nFailed:\n${describeFailures(sum.failures)}`);
  console.log(`\n${suites.length} suites in ${((Date.now() - startedAt) / 60_000).toFixed(1)} min`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  if (sum.failed > 0) process.exitCode = 1;
}

function chooseSuites(only: string | undefined): readonly Suite[] {
  if (only === undefined) return SUITES.filter(({ byWish }) => !byWish);
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined)
    throw new MachineError(`There is no suite ${unknown}.`, `The suites are ${SUITE_NAMES.join(', ')}.`);
  return SUITES.filter((suite) => names.includes(suite.name));
}

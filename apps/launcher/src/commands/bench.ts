import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { MachineError, runCommand } from '@raydeck/embedded';
import { z } from 'zod';
import { cacheDir, checkoutDir } from '../checkout.ts';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import { nodeEnvironment, webNodeFlags, workerNodeFlags } from '../parts/node-flags.ts';
import { logFileOf, openStateFolder } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import {
  databaseEnvironment,
  djangoEnvironment,
  localEnvironment,
  peersEnvironment,
  rayEnvironment,
} from '../test/server-environment.ts';
import { ensureChromium } from '../test/find-chromium.ts';
import { prepareTestServers } from '../test/test-servers.ts';
import { buildWeb } from '../web/build-web.ts';

const BenchFlags = z.object({
  runs: z.string(),
  json: z.string().optional(),
  requests: z.string().optional(),
  seed: z.string().optional(),
  tasks: z.string().optional(),
  minutes: z.string().optional(),
});

/** They measure the console as it is built. */
const ofTheConsole = ['rest', 'fuzz', 'console'];

const ofRayJobs = ['ray-job', 'rolling-restart'];

/** What a benchmark needs beside PostgreSQL. */
const environments = new Map([
  ['django', djangoEnvironment],
  ['ray-job', rayEnvironment],
  ['latency', rayEnvironment],
  ['peers', peersEnvironment],
  ['growth', rayEnvironment],
  ['isolation', rayEnvironment],
  ['scale', rayEnvironment],
  ['idle', rayEnvironment],
  ['soak', rayEnvironment],
  ['rolling-restart', rayEnvironment],
  ['throughput', rayEnvironment],
  ['local-start', localEnvironment],
  ['observability', localEnvironment],
]);

/** `raydeck bench NAME`: one benchmark of bench/, against servers of its own that write to disk as in production. */
export async function bench(name: string, rawFlags: unknown, env: Env): Promise<void> {
  const { json, ...flags } = BenchFlags.parse(rawFlags);
  using interruption = listenForInterruption();
  const state = openStateFolder(env.stateDir ?? join(cacheDir, 'bench'));
  const baseEnv = baseEnvironment(env.inherited);
  const context = {
    env,
    state,
    baseEnv,
    signal: interruption.signal,
    logFile: logFileOf(state, 'bench'),
    say: () => undefined,
  };
  // As Ray counts them by itself; four Ray jobs at once need more than a small machine has.
  const ray = ofRayJobs.includes(name) ? {} : { rayCpus: availableParallelism() };
  const servers = await prepareTestServers(context, { isDurable: true, ...ray });
  try {
    const addresses = await (environments.get(name) ?? databaseEnvironment)(servers);
    const web = ofTheConsole.includes(name) ? await webVariables(context) : {};
    const browser = name === 'console' ? { RAYDECK_BENCH_CHROMIUM: await ensureChromium(context) } : {};
    const node = { ...nodeEnvironment, RAYDECK_BENCH_WORKER_NODE: workerNodeFlags.join(' ') };
    const given = Object.entries({ ...flags, json: json && resolve(json) });
    const options = given.flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
    const outcome = await runCommand(process.execPath, ['bench/src/main.ts', name, ...options], {
      cwd: checkoutDir,
      env: { ...baseEnv, ...addresses, ...web, ...browser, ...node },
      mark: `${state.key}.test`,
      signal: interruption.signal,
      onLine: (line) => console.log(line),
    });
    if (outcome.exitCode !== 0) throw new MachineError(`The benchmark ${name} failed.`, 'The lines above say why.');
  } finally {
    await servers.stopAll();
  }
}

async function webVariables(context: StepContext): Promise<Record<string, string>> {
  const { serverFile } = await buildWeb(context);
  return { RAYDECK_BENCH_WEB: serverFile, RAYDECK_BENCH_WEB_NODE: webNodeFlags.join(' ') };
}

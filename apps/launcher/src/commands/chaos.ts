import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '@raydeck/embedded';
import { z } from 'zod';
import { cacheDir, checkoutDir } from '../checkout.ts';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import { logFileOf, openStateFolder } from '../state/state-folder.ts';
import { prepareTestServers } from '../test/test-servers.ts';

const ChaosFlags = z.object({
  minutes: z.string(),
  seed: z.string().optional(),
  faults: z.string().optional(),
  runners: z.string(),
  without: z.string().optional(),
  json: z.string().optional(),
});

/** `raydeck chaos`: the program of chaos/, which starts servers of its own, for it kills them. Fails as it does. */
export async function chaos(rawFlags: unknown, env: Env): Promise<void> {
  const { json, seed, ...flags } = ChaosFlags.parse(rawFlags);
  using interruption = listenForInterruption();
  const state = openStateFolder(env.stateDir ?? join(cacheDir, 'chaos'));
  const baseEnv = baseEnvironment(env.inherited);
  const { signal } = interruption;
  const context = { env, state, baseEnv, signal, logFile: logFileOf(state, 'chaos'), say: () => undefined };
  // Ends what a run that was killed has left behind.
  const servers = await prepareTestServers(context);
  try {
    const kind = flags.runners.includes('ray') ? 'ray' : 'plain';
    const python = await ensurePythonEnvironment(kind, context);
    const folder = join(state.root, 'servers');
    mkdirSync(folder, { recursive: true });
    const given = { ...flags, seed: seed ?? String(Math.floor(Math.random() * 1e6)), json: json && resolve(json) };
    const options = Object.entries(given).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
    const outcome = await runCommand(process.execPath, ['chaos/src/main.ts', ...options], {
      cwd: checkoutDir,
      env: { ...baseEnv, RAYDECK_CHAOS_DIR: folder, RAYDECK_TEST_PYTHON: python.executable },
      mark: `${state.key}.test`,
      signal,
      onLine: (line) => console.log(line),
    });
    process.exitCode = outcome.exitCode ?? 1;
  } finally {
    await servers.stopAll();
  }
}

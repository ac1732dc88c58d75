import { withFileLock } from '@raydeck/embedded';
import type { Env } from '../env.ts';
import type { Interruption } from '../output/interruption.ts';
import { displayLines } from '../output/display-lines.ts';
import { displayLive } from '../output/display-live.ts';
import { runPlan } from '../output/plan.ts';
import { stopPart } from '../parts/settle-part.ts';
import { prunePythonEnvironments } from '../python/python-environment.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import type { UpSettings } from '../settings/resolve-settings.ts';
import { ensureSecrets, findSecrets, saveSecrets } from '../state/secrets-file.ts';
import { readStoredSettings, updateStoredSettings } from '../state/settings-file.ts';
import { logFileOf, PART_NAMES, type StateFolder } from '../state/state-folder.ts';
import { stopLeftoverSteps } from './stop-leftover-steps.ts';
import { pruneWebBuilds } from '../web/build-web.ts';
import { cacheDir } from '../checkout.ts';
import type { Made } from './made.ts';
import { planUp } from './plan-up.ts';

export interface UpOptions {
  settings: UpSettings;
  state: StateFolder;
  env: Env;
  interruption: Interruption;
  isInteractive: boolean;
}

/** Brings the stack to what the settings ask for. When that fails, what this very call started is ended again. */
export async function runUp(options: UpOptions): Promise<Made> {
  const { state, interruption } = options;
  const lock = {
    holder: 'Another `raydeck up` or `down` of this folder',
    onWait: () => console.log('Waiting for another raydeck command to end.'),
    signal: interruption.signal,
  };
  return withFileLock(state.lockFile, lock, async () => {
    const made: Made = { started: [] };
    try {
      await stopLeftoverSteps(state);
      await carryOut(options, made);
      return made;
    } catch (error) {
      await stopStarted(state, made);
      throw interruption.signal.aborted ? interruption.signal.reason : error;
    }
  });
}

/** In the order opposite to starting. */
export async function stopStarted(state: StateFolder, { started }: Made): Promise<void> {
  for (const part of PART_NAMES.toReversed()) if (started.includes(part)) await stopPart(state, part);
}

async function carryOut({ settings, state, env, interruption, isInteractive }: UpOptions, made: Made): Promise<void> {
  const secrets = ensureSecrets(state);
  const codeDirectory = settings.codeDirectory ?? readStoredSettings(state).codeDirectory;
  const basis = { env, state, baseEnv: baseEnvironment(env.inherited), logFile: logFileOf(state, 'up') };
  const display = isInteractive ? displayLive : displayLines;
  await runPlan(planUp({ settings, secrets, codeDirectory, made }), basis, { interruption, display });
  remember(settings, state, made, codeDirectory);
  if (state.root === cacheDir) prune(made);
}

function remember(settings: UpSettings, state: StateFolder, made: Made, codeDirectory: string | undefined): void {
  const { givenDatabaseUrl: _before, ...secrets } = findSecrets(state) ?? ensureSecrets(state);
  saveSecrets(
    state,
    settings.databaseUrl === undefined ? secrets : { ...secrets, givenDatabaseUrl: settings.databaseUrl },
  );
  updateStoredSettings(state, {
    ...(codeDirectory === undefined ? {} : { codeDirectory }),
    stack: {
      database: settings.databaseUrl === undefined ? 'embedded' : 'given',
      ray: settings.ray.kind,
      webUrl: made.webUrl ?? null,
      webHealthUrl: made.webHealthUrl ?? null,
      workerUrl: made.workerUrl ?? '',
      rayDashboardUrl: settings.ray.kind === 'given' ? settings.ray.address : (made.rayAddress ?? null),
    },
  });
}

/** Only when this was the checkout's own stack: stacks of tests share Python and builds with it. */
function prune({ webBuild }: Made): void {
  prunePythonEnvironments();
  if (webBuild !== undefined) pruneWebBuilds(webBuild);
}

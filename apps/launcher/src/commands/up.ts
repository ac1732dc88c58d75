import { statSync } from 'node:fs';
import { MachineError } from '@raydeck/embedded';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { listIgnoredVariables } from '../settings/ignored-variables.ts';
import { readDotenv } from '../settings/read-dotenv.ts';
import { resolveSettings, UpFlags } from '../settings/resolve-settings.ts';
import { ensureSecrets } from '../state/secrets-file.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { askFirst } from '../up/ask-first.ts';
import { closingMessage } from '../up/closing-message.ts';
import { runUp, stopStarted } from '../up/run-up.ts';
import { stayInForeground } from '../up/stay-in-foreground.ts';

/** `raydeck up`: brings everything up, and keeps it in the foreground unless --detach. */
export async function up(rawFlags: unknown, env: Env): Promise<void> {
  const startedAt = Date.now();
  const dotenv = readDotenv();
  const settings = resolveSettings(parseFlags(rawFlags), dotenv);
  if (settings.codeDirectory !== undefined) assertFolder(settings.codeDirectory);
  const ignored = listIgnoredVariables(env.inherited, dotenv);
  if (ignored.length > 0)
    console.log(`Not used from the environment: ${ignored.join(', ')}. They count in .env or as flags.`);
  await askFirst(settings);

  using interruption = listenForInterruption();
  const state = openStateFolder(env.stateDir);
  const isInteractive = process.stdout.isTTY && !env.isCi;
  const made = await runUp({ settings, state, env, interruption, isInteractive });
  for (const line of made.configChanges ?? []) console.log(`  ${line}`);
  console.log(
    closingMessage({ made, settings, secrets: ensureSecrets(state), seconds: (Date.now() - startedAt) / 1000 }),
  );
  if (settings.detach || made.started.length === 0) return;

  console.log('Press Ctrl-C to end it. Below are the logs of its parts.\n');
  await stayInForeground(state, made.started, interruption.signal);
  console.log('\nEnding.');
  await stopStarted(state, made);
}

function parseFlags(rawFlags: unknown): UpFlags {
  const flags = UpFlags.safeParse(rawFlags);
  if (flags.success) return flags.data;
  const issue = flags.error.issues[0];
  throw new MachineError(`--${String(issue?.path[0])}: ${issue?.message ?? 'not usable'}.`, 'See ./raydeck up --help.');
}

function assertFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new MachineError(`There is no folder ${path}.`, 'Give --code the folder that holds your Python modules.');
}

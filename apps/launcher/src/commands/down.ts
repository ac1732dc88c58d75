import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postgresDataDir, rayFolder, withFileLock } from '@raydeck/embedded';
import { z } from 'zod';
import { cacheDir } from '../checkout.ts';
import type { Env } from '../env.ts';
import { confirm } from '../output/confirm.ts';
import { stopPart } from '../parts/settle-part.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { openStateFolder, PART_NAMES, type StateFolder } from '../state/state-folder.ts';
import { stopLeftoverSteps } from '../up/stop-leftover-steps.ts';

const DownFlags = z.object({ purge: z.boolean().default(false), yes: z.boolean().default(false) });

/** `raydeck down`: ends what `up` started and nothing else. With --purge the data go too. */
export async function down(rawFlags: unknown, env: Env): Promise<void> {
  const { purge, yes } = DownFlags.parse(rawFlags);
  const state = openStateFolder(env.stateDir);
  if (purge) {
    const fact = `All tasks, users and settings of ${state.root} would be removed.`;
    await confirm({ fact, question: 'Remove them for good?', yes });
  }
  await withFileLock(state.lockFile, { holder: 'Another `raydeck up` of this folder' }, async () => {
    await stopLeftoverSteps(state);
    await stopAll(state);
    if (purge) removeData(state);
  });
  // The lock is the last thing that is ours in a folder of its own.
  if (purge && state.root !== cacheDir) rmSync(state.root, { recursive: true, force: true });
}

async function stopAll(state: StateFolder): Promise<void> {
  let total = 0;
  for (const part of PART_NAMES.toReversed()) {
    const startedAt = Date.now();
    const count = await stopPart(state, part);
    total += count;
    if (count > 0)
      console.log(
        `${part} ended (${count} ${count === 1 ? 'process' : 'processes'}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
      );
  }
  if (total === 0) console.log('Nothing was running.');
}

function removeData(state: StateFolder): void {
  const isGiven = findSecrets(state)?.givenDatabaseUrl !== undefined;
  const dataDir = postgresDataDir(state.root);
  rmSync(dirname(dataDir), { recursive: true, force: true });
  removeIfEmpty(dirname(dirname(dataDir)));
  rmSync(rayFolder(state.key), { recursive: true, force: true });
  for (const name of ['settings.json', 'secrets.json', 'ports.json', 'run', 'logs', 'local', 'postgres']) {
    rmSync(join(state.root, name), { recursive: true, force: true });
  }
  console.log(isGiven ? 'What was here is removed; the given database stays as it is.' : 'The data are removed.');
}

/** /var/lib/raydeck, when this was the last of its stacks. */
function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

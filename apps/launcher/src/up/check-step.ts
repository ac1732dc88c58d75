import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { postgresDataDir } from '@raydeck/embedded';
import { cacheDir } from '../checkout.ts';
import type { Step } from '../output/plan.ts';
import { assertWebPort } from '../parts/web-port.ts';
import { checkMachine } from '../preflight/check-machine.ts';
import type { UpPlanOptions } from './plan-up.ts';

const GIB = 1024 ** 3;

export function checkStep({ settings }: UpPlanOptions): Step {
  return {
    title: 'This machine',
    run: async ({ state }) => {
      const isFirst = !existsSync(join(cacheDir, 'python')) || !existsSync(join(cacheDir, 'web'));
      const hasRay = settings.ray.kind === 'embedded';
      checkMachine({
        rayDir: hasRay ? cacheDir : undefined,
        disk: [
          { path: cacheDir, freeBytes: (isFirst ? 4 : 1) * GIB },
          ...(settings.databaseUrl === undefined ? [{ path: postgresDataDir(state.root), freeBytes: GIB }] : []),
          ...(hasRay ? [{ path: '/tmp', freeBytes: GIB }] : []),
        ],
        memoryBytes: (hasRay ? 4 : 2) * GIB,
      });
      if (settings.web) await assertWebPort(state, settings);
    },
  };
}

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Step } from '../output/plan.ts';
import { made } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function codeStep({ made: sofar }: UpPlanOptions, directory: string): Step {
  return {
    title: `Your code (${basename(directory)})`,
    run: async () => {
      if (!existsSync(directory)) return `${directory} is gone; what was published from it stays`;
      const { publishCode } = await import('../steps/publish-code.ts');
      return publishCode(made(sofar.appUrl, 'The database'), directory);
    },
  };
}

export function demoStep({ made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Demo',
    run: async () => {
      const { enqueueDemo } = await import('../steps/enqueue-demo.ts');
      return enqueueDemo(made(sofar.appUrl, 'The database'));
    },
  };
}

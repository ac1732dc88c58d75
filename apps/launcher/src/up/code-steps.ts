import { basename } from 'node:path';
import type { Step } from '../output/run-tasks.ts';
import { enqueueDemo } from '../steps/enqueue-demo.ts';
import { publishCode } from '../steps/publish-code.ts';
import { made } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function codeStep({ made: sofar }: UpPlanOptions, directory: string): Step {
  return {
    title: `Your code (${basename(directory)})`,
    run: () => publishCode(made(sofar.appUrl, 'The database'), directory),
  };
}

export function demoStep({ made: sofar }: UpPlanOptions): Step {
  return { title: 'Demo', run: () => enqueueDemo(made(sofar.appUrl, 'The database')) };
}

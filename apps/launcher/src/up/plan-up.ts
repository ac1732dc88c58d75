import type { Plan, Step } from '../output/plan.ts';
import type { UpSettings } from '../settings/resolve-settings.ts';
import type { Secrets } from '../state/secrets-file.ts';
import { accountsStep, migrateStep, postgresStep } from './database-steps.ts';
import { checkStep } from './check-step.ts';
import { configStep } from './config-step.ts';
import { codeStep, demoStep } from './code-steps.ts';
import type { Made } from './made.ts';
import { pythonStep, rayStep } from './ray-steps.ts';
import { webBuildStep, webStep } from './web-steps.ts';
import { workerStep } from './worker-step.ts';

export interface UpPlanOptions {
  settings: UpSettings;
  secrets: Secrets;
  codeDirectory: string | undefined;
  made: Made;
}

/** The order: what takes long and needs nothing runs beside the rest; code and demo wait for a worker that is ready. */
export function planUp(options: UpPlanOptions): Plan {
  const { settings, codeDirectory } = options;
  const database = [postgresStep(options), migrateStep(options), accountsStep(options)];
  const execution = [pythonStep(options), ...when(settings.ray.kind === 'embedded', rayStep(options))];
  const console = when(settings.web, webBuildStep(options));
  return [
    checkStep(options),
    [database, execution, console].filter((lane) => lane.length > 0),
    ...(codeDirectory === undefined ? [] : [codeStep(options, codeDirectory)]),
    ...(settings.configFile === undefined ? [] : [configStep(options, settings.configFile)]),
    workerStep(options),
    ...when(settings.web, webStep(options)),
    ...when(settings.demo, demoStep(options)),
  ];
}

function when(condition: boolean, step: Step): Step[] {
  return condition ? [step] : [];
}

export type { AttemptApiAccess } from './execution-environment.ts';
export { createLocalRunner, type LocalRunnerOptions } from './local/create-local-runner.ts';
export { createRayJobRunner, type RayJobRunnerOptions } from './ray-job/create-ray-job-runner.ts';

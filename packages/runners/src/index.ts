export type { AttemptApiAccess } from './execution-environment.ts';
export { createLocalRunner, type LocalRunnerOptions } from './local/create-local-runner.ts';
export { createRayJobRunner, type RayJobRunnerOptions } from './ray-job/create-ray-job-runner.ts';
export { createRayCoreRunner, type RayCoreRunner } from './ray-core/create-ray-core-runner.ts';
export { type GatewaySocket } from './ray-core/gateway-link.ts';
export { createGatewayJobs, type GatewayJobs } from './ray-core/gateway-jobs.ts';
export type { CoreOutcome, CoreStarted, KnownGateway } from './ray-core/ray-core-runner-options.ts';

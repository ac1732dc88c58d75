export type { CatalogueCalls, ProfileCalls } from './profiles.ts';
export { type Client, createClient } from './client.ts';
export {
  ApiError,
  type ConnectionCode,
  ConnectionError,
  type FieldProblem,
  NotFinalError,
  type Problem,
  type ProblemCode,
  RaydeckError,
  TaskFailedError,
} from './error.ts';
export type { ServerEvent, EventOptions } from './events.ts';
export type { HttpCall } from './http/exchange.ts';
export { type RawJson, rawJson } from './json/write-json.ts';
export type { LogChunk } from './logs.ts';
export type { CallOptions, ClientOptions } from './options.ts';
export type { ReasonOptions } from './tasks.ts';
export type { WaitOptions } from './wait.ts';
export type * from './resources/catalogue.ts';
export type * from './resources/explanation.ts';
export type * from './resources/new-task.ts';
export type * from './resources/profile.ts';
export type * from './resources/queue.ts';
export type * from './resources/retention.ts';
export type * from './resources/schedule.ts';
export type * from './resources/task.ts';
export { isTaskFinal } from './resources/task.ts';

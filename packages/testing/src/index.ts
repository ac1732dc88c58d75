export { documentedSettings, type DocumentedSetting, exampleSettings } from './documented-settings.ts';
export { guardMoves } from './guard-moves.ts';
export { type Login, loginAs } from './login.ts';
export { claim, endLease, enqueue, finishInput, newWorker } from './scene.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { until } from './until.ts';
export { untilBlocked } from './until-blocked.ts';

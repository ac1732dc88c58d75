export { documentedSettings, type DocumentedSetting, exampleSettings } from './documented-settings.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { until } from './until.ts';
export { freePort } from '@raydeck/embedded';

export { createLog, type Log, type LogOptions } from './log.ts';
export { logEvents } from './log-events.ts';

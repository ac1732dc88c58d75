export { keepHouse } from './housekeeping.ts';
export { installJobs } from './install-jobs.ts';
export { type Jobs, type JobsOptions, startJobs, type TickJob } from './start-jobs.ts';

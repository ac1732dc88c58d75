export { keepHouse } from './housekeeping.ts';
export { installJobs } from './install-jobs.ts';
export { type Jobs, type JobsOptions, startJobs } from './start-jobs.ts';

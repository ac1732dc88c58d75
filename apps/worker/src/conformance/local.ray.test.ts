import { workerConformance } from './worker-conformance.ts';

workerConformance('local');

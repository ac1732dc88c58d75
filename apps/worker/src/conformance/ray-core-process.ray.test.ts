import { workerConformance } from './worker-conformance.ts';

workerConformance('ray_core', 'process');

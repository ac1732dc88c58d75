import { djangoSuite } from './django-suite.ts';
import { e2eSuite } from './e2e-suite.ts';
import { pythonSuite } from './python-suite.ts';
import { chaosEnvironment, launcherEnvironment, poolerEnvironment, rayEnvironment } from './server-environment.ts';
import type { Suite } from './suite.ts';
import { vitestSuite } from './vitest-suite.ts';

/** In the order of running: the quick ones first, so that a mistake shows early. */
export const SUITES: readonly Suite[] = [
  pythonSuite,
  vitestSuite({ name: 'unit', budgetSeconds: 60, environment: () => Promise.resolve({}) }),
  vitestSuite({ name: 'database', budgetSeconds: 240, environment: ({ servers }) => poolerEnvironment(servers) }),
  vitestSuite({ name: 'ray', budgetSeconds: 420, environment: ({ servers }) => rayEnvironment(servers) }),
  djangoSuite,
  vitestSuite({ name: 'launcher', budgetSeconds: 360, environment: ({ servers }) => launcherEnvironment(servers) }),
  vitestSuite({ name: 'chaos', budgetSeconds: 240, environment: ({ servers }) => chaosEnvironment(servers) }),
  e2eSuite,
];

import { djangoSuite } from './django-suite.ts';
import { e2eSuite } from './e2e-suite.ts';
import { pythonSuite } from './python-suite.ts';
import { adapterEnvironment, chaosEnvironment, launcherEnvironment, rayEnvironment } from './server-environment.ts';
import type { Suite } from './suite.ts';
import { vitestSuite } from './vitest-suite.ts';

/** In the order of running: the quick ones first, so that a mistake shows early. */
export const SUITES: readonly Suite[] = [
  pythonSuite,
  vitestSuite({ name: 'unit', budgetSeconds: 120, environment: () => Promise.resolve({}) }),
  vitestSuite({ name: 'database', budgetSeconds: 700, environment: ({ servers }) => adapterEnvironment(servers) }),
  vitestSuite({ name: 'ray', budgetSeconds: 900, environment: ({ servers }) => rayEnvironment(servers) }),
  djangoSuite,
  vitestSuite({ name: 'launcher', budgetSeconds: 600, environment: ({ servers }) => launcherEnvironment(servers) }),
  vitestSuite({ name: 'chaos', budgetSeconds: 600, environment: ({ servers }) => chaosEnvironment(servers) }),
  e2eSuite,
  {
    // Races that must be lost once each: on a machine that is busy with other things they take long, or are won.
    ...vitestSuite({ name: 'guards', budgetSeconds: 900, environment: ({ servers }) => chaosEnvironment(servers) }),
    byWish: true,
  },
];

import { defineConfig } from 'vitest/config';

const NEVER = ['**/node_modules/**', '**/.next/**', '**/generated/**', 'e2e/**'];
const UNIT = ['{apps,packages,chaos}/**/*.unit.test.ts'];

const database = ['packages/{db,services,jobs}/**/*.test.ts', '{apps,packages}/**/*.db.test.ts'];
/** Of those, what spoils the modules that it shares: an engine that was left in the middle, settings of the process, a closed pool. */
const alone = ['packages/db/src/migrate.test.ts', 'apps/web/src/server/**/*.db.test.ts'];
const ray = ['{apps,packages}/**/*.ray.test.ts'];
const launcher = ['{apps/launcher,packages/embedded}/**/*.test.ts'];
const chaos = ['chaos/**/*.chaos.test.ts'];
const guards = ['chaos/**/*.guards.test.ts'];

const others = [...database, ...ray, ...launcher, ...chaos, ...guards].map((pattern) =>
  pattern.replace('*.test.ts', '!(*.unit).test.ts'),
);

// Each test file belongs to exactly one project: what no other one takes is a unit test. `./raydeck test` runs them with
// the servers that they need. The limits are for what hangs: a busy machine takes several times what a quiet one does.
// Files without isolation share the modules that they import, which halves the time: what a test replaces it puts back.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,chaos}/**/*.test.ts'],
          exclude: [...NEVER, ...others],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'database',
          include: database,
          exclude: [...NEVER, ...UNIT, ...ray, ...launcher, ...alone],
          isolate: false,
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: { name: 'database-alone', include: alone, maxWorkers: 2, testTimeout: 180_000, hookTimeout: 180_000 },
      },
      {
        // One head for all: what one file measures the next one would disturb.
        test: {
          name: 'ray',
          include: ray,
          exclude: [...NEVER, ...launcher],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'launcher',
          include: launcher,
          exclude: [...NEVER, ...UNIT],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      // Each starts and kills servers of its own.
      ...Object.entries({ chaos, guards }).map(([name, include]) => ({
        test: {
          name,
          include,
          exclude: NEVER,
          fileParallelism: false,
          testTimeout: 1_200_000,
          hookTimeout: 180_000,
        },
      })),
    ],
  },
});

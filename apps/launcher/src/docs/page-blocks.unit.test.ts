import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkoutDir } from '../checkout.ts';
import { blocksOf } from './page-blocks.ts';

const FOLLOWED = [
  'README.md',
  'docs/bulk.md',
  'docs/first-task.md',
  'docs/from-celery.md',
  'docs/profiles.md',
  'docs/queues.md',
  'docs/rest.md',
  'docs/retention.md',
  'docs/retries.md',
  'docs/schedules.md',
  'docs/webhooks.md',
];

/** Pages whose blocks are not followed by pages.test.ts, and why. */
const OTHERS = {
  'docs/architecture.md': 'a drawing',
  'docs/attempt-api.md': 'messages of a protocol, as excerpts',
  'docs/containers.md': 'needs Docker',
  'docs/django.md': 'parts of a project: python/tests_django tests a whole one, examples/django',
  'docs/encryption.md': 'a look at a table of counts: packages/services tests what is in it',
  'docs/operations.md': 'backs up and restores: apps/worker runs them against two servers',
  'docs/python.md': 'followed by python/tests/test_docs.py',
  'docs/ray-core.md': 'a hook, as in ray-core-lanes.ray.test.ts of apps/worker, which runs it in actors',
  'docs/settings.md': "settings of a role behind a PgBouncer of the reader's own",
  'docs/sign-in.md': "settings of the reader's own provider; apps/web tests it against a real one",
  'docs/tracing.md': 'a line of a log',
  'docs/typescript.md': 'pages.test.ts runs its TypeScript as one program',
};

test('every page with code is followed by a test, or named here with the reason', () => {
  const pages = ['README.md', ...globSync('docs/*.md', { cwd: checkoutDir })];
  const withCode = pages.filter((page) => blocksOf(page).some(({ language }) => language !== 'text'));
  expect(withCode.toSorted()).toEqual([...FOLLOWED, ...Object.keys(OTHERS)].toSorted());
});

test('these blocks of the followed pages are not run, and no others', () => {
  const notRun = FOLLOWED.flatMap(blocksOf).filter((block) => block.notRun !== undefined);
  expect(notRun.map(({ place, notRun: why }) => `${place.replace(/:\d+$/, '')}: ${why}`)).toEqual([
    'README.md: the stack and the test in which the other blocks run',
    "README.md: psycopg and a table of the reader's own",
    "docs/first-task.md: the reader's own bank",
    'docs/from-celery.md: Celery',
    "docs/from-celery.md: a function that downloads, of the reader's own",
    'docs/profiles.md: it needs Ray, the local runner installs nothing',
  ]);
});

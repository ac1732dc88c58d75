import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, expect, test } from '@playwright/test';
import { sessionOf } from './people.ts';
import { stack } from './stack.ts';

test.use({ storageState: sessionOf('admin') });

const screenshots = fileURLToPath(new URL('../../.raydeck/screenshots/', import.meta.url));

/** Every page; a path may need a task to show. */
const pages: { name: string; path: (request: APIRequestContext) => string | Promise<string>; signedOut?: true }[] = [
  { name: 'sign-in', path: () => '/sign-in', signedOut: true },
  { name: 'overview', path: () => '/' },
  { name: 'tasks', path: () => '/tasks' },
  { name: 'tasks-nothing-matches', path: () => '/tasks?tag=nothing-has-this-tag' },
  { name: 'enqueue', path: () => '/tasks/new' },
  { name: 'enqueue-fields', path: () => '/tasks/new?callable=raydeck.demo.greet' },
  { name: 'task-failed', path: (request) => taskPath(request, 'FAILED', 'raydeck.demo.deep_failure') },
  { name: 'task-succeeded', path: (request) => taskPath(request, 'SUCCEEDED', 'raydeck.demo.third_time_lucky') },
  { name: 'task-canceled', path: (request) => taskPath(request, 'CANCELED', 'raydeck.demo.long_task') },
  { name: 'task-absent', path: () => '/tasks/00000000-0000-7000-8000-000000000000' },
  { name: 'queues', path: () => '/queues' },
  { name: 'queue-new', path: () => '/queues/new' },
  { name: 'queue-edit', path: () => '/queues/mail/edit' },
  { name: 'workers', path: () => '/workers' },
  { name: 'cluster', path: () => '/cluster' },
  { name: 'users', path: () => '/users' },
  { name: 'account', path: () => '/account' },
  { name: 'api-docs', path: () => '/api-docs' },
  { name: 'api-docs-tasks', path: () => '/api-docs/tasks' },
  { name: 'no-such-page', path: () => '/no-such-page' },
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, path, signedOut } of pages) {
    test(`${name} is accessible and fits a phone, ${colorScheme}`, async ({ browser, request }) => {
      const nobody = { cookies: [], origins: [] };
      const storageState = signedOut ? nobody : sessionOf('admin');
      const context = await browser.newContext({ colorScheme, storageState, viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(await path(request));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('load');
      await page.screenshot({ path: `${screenshots}${name}-${colorScheme}.png`, animations: 'disabled' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(overflow).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `${screenshots}${name}-${colorScheme}-phone.png`, animations: 'disabled' });
      expect(problems).toEqual([]);
      await context.close();
    });
  }
}

test('every page sends the signed-out to the sign-in page', async ({ playwright, request, baseURL }) => {
  const nobody = await playwright.request.newContext({
    baseURL: baseURL ?? '',
    storageState: { cookies: [], origins: [] },
  });
  for (const { name, path, signedOut } of pages) {
    const answer = await nobody.get(await path(request), { maxRedirects: 0 });
    const target = answer.headers()['location'] ?? '';
    expect([name, answer.status(), target.includes('/sign-in')]).toEqual(
      signedOut ? [name, 200, false] : [name, 307, true],
    );
  }
  await nobody.dispose();
});

/** The newest task of this kind; the journeys before left some of each. */
async function taskPath(request: APIRequestContext, state: string, callable: string): Promise<string> {
  const answer = await request.get(`/api/v1/tasks?state=${state}&callable=${callable}&limit=1`, {
    headers: { authorization: `Bearer ${stack.apiKey}` },
  });
  const { items } = (await answer.json()) as { items: { id: string }[] };
  const [task] = items;
  if (!task) throw new Error(`No task is ${state} with ${callable}.`);
  return `/tasks/${task.id}`;
}

import { fileURLToPath } from 'node:url';
import { type APIRequestContext, type BrowserContext, test as base, expect } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { enqueue } from './enqueue.ts';
import { sessionOf } from './people.ts';
import { stack } from './stack.ts';

/** Two browsers' profiles for all pages: what one page has loaded, the next has in its cache. */
const test = base.extend<object, { admin: BrowserContext; nobody: BrowserContext }>({
  storageState: sessionOf('admin'),
  admin: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: stack.webUrl, storageState: sessionOf('admin') });
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
  nobody: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: stack.webUrl });
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

const screenshots = fileURLToPath(new URL('../../.raydeck/screenshots/', import.meta.url));

/** Every page; a path may need a task to show. */
const pages: { name: string; path: (request: APIRequestContext) => string | Promise<string>; signedOut?: true }[] = [
  { name: 'sign-in', path: () => '/sign-in', signedOut: true },
  { name: 'welcome', path: () => '/welcome', signedOut: true },
  { name: 'overview', path: () => '/' },
  { name: 'tasks', path: () => '/tasks' },
  { name: 'tasks-nothing-matches', path: () => '/tasks?tag=nothing-has-this-tag' },
  { name: 'tasks-filter-problem', path: () => '/tasks?state=broken&after=1h' },
  { name: 'enqueue', path: () => '/tasks/new' },
  { name: 'enqueue-fields', path: () => '/tasks/new?callable=raydeck.demo.greet' },
  { name: 'task-failed', path: (request) => taskPath(request, 'FAILED', 'raydeck.demo.deep_failure') },
  { name: 'task-succeeded', path: (request) => taskPath(request, 'SUCCEEDED', 'raydeck.demo.third_time_lucky') },
  { name: 'task-canceled', path: (request) => taskPath(request, 'CANCELED', 'raydeck.demo.long_task') },
  { name: 'task-waiting', path: (request) => waitingPath(request) },
  { name: 'task-absent', path: () => '/tasks/00000000-0000-7000-8000-000000000000' },
  { name: 'bulk', path: async (request) => (await bulkPath(request), '/bulk') },
  { name: 'bulk-operation', path: (request) => bulkPath(request) },
  { name: 'bulk-operation-no-such-row', path: async (request) => `${await bulkPath(request)}?outcome=pending` },
  { name: 'bulk-operation-absent', path: () => '/bulk/00000000-0000-7000-8000-000000000000' },
  { name: 'queues', path: () => '/queues' },
  { name: 'queues-nothing-matches', path: () => '/queues?q=nothing-is-called-so' },
  { name: 'queue-new', path: () => '/queues/new' },
  { name: 'queue-edit', path: () => '/queues/mail/edit' },
  { name: 'schedules', path: () => '/schedules' },
  { name: 'schedules-nothing-matches', path: () => '/schedules?q=nothing-is-called-so' },
  { name: 'schedule-new', path: () => '/schedules/new' },
  { name: 'schedule', path: (request) => schedulePath(request) },
  { name: 'workers', path: () => '/workers' },
  { name: 'cluster', path: () => '/cluster' },
  { name: 'cluster-jobs', path: () => '/cluster/jobs' },
  { name: 'cluster-jobs-nothing-matches', path: () => '/cluster/jobs?q=nothing-is-called-so' },
  { name: 'cluster-job', path: (request) => jobPath(request) },
  { name: 'profiles', path: () => '/profiles' },
  { name: 'profile-new', path: () => '/profiles/new' },
  { name: 'profile', path: (request) => profilePath(request) },
  { name: 'profile-edit', path: () => '/profiles/shown/edit' },
  { name: 'retention', path: () => '/retention' },
  { name: 'webhooks', path: () => '/webhooks' },
  { name: 'webhook', path: (request) => webhookPath(request) },
  { name: 'users', path: () => '/users' },
  { name: 'keys', path: () => '/keys' },
  { name: 'audit', path: () => '/audit' },
  { name: 'audit-nothing-matches', path: () => '/audit?actor=nobody' },
  { name: 'account', path: () => '/account' },
  { name: 'api-docs', path: () => '/api-docs' },
  { name: 'api-docs-tasks', path: () => '/api-docs/tasks' },
  { name: 'no-such-page', path: () => '/no-such-page' },
];

for (const { name, path, signedOut } of pages) {
  test(`${name} is accessible and fits a phone, light and dark`, async ({ admin, nobody, request }) => {
    const page = await (signedOut ? nobody : admin).newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(await path(request));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('load');
    // Charts are drawn once the page has come alive.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.screenshot({ path: `${screenshots}${name}-${colorScheme}.png`, animations: 'disabled' });
      await expectAccessible(page);
      await page.setViewportSize({ width: 360, height: 740 });
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(overflow).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `${screenshots}${name}-${colorScheme}-phone.png`, animations: 'disabled' });
    }
    expect(problems).toEqual([]);
    await page.close();
  });
}

const withMenus = ['/queues', '/schedules', '/users'];

test('the menus of rows are accessible', async ({ page, request }) => {
  await schedulePath(request);
  for (const path of withMenus) {
    await page.goto(path);
    const button = page.locator('main [aria-haspopup="menu"]').first();
    const menu = page.getByRole('menu');
    // A click before the page is alive opens nothing.
    await expect(async () => {
      await button.click();
      await expect(menu).toBeVisible({ timeout: 1_000 });
    }).toPass();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
  }
});

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

/** One that is not due for long, and says so. */
async function waitingPath(request: APIRequestContext): Promise<string> {
  const runAt = new Date(Date.now() + 86_400_000).toISOString();
  return `/tasks/${await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], runAt })}`;
}

/** One of which a part was skipped: two tasks wait, of which one is canceled before. */
async function bulkPath(request: APIRequestContext): Promise<string> {
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  const runAt = new Date(Date.now() + 86_400_000).toISOString();
  const task = { callable: 'raydeck.demo.add', args: [1, 2], runAt };
  const ids = [await enqueue(request, task), await enqueue(request, task)];
  await request.post(`/api/v1/tasks/${ids[0]}/cancel`, { headers, data: {} });
  const data = { action: 'priority', priority: 5, ids, reason: 'the mail server is back' };
  const started = await request.post('/api/v1/bulk', { headers, data });
  expect(started.status(), await started.text()).toBe(202);
  const { id } = (await started.json()) as { id: string };
  const state = async () => {
    const answer = await request.get(`/api/v1/bulk/${id}`, { headers });
    return ((await answer.json()) as { state: string }).state;
  };
  await expect.poll(state).toBe('DONE');
  return `/bulk/${id}`;
}

/** One that was told something, by the administrator's own session. */
async function webhookPath(request: APIRequestContext): Promise<string> {
  const data = { name: 'shown', url: 'https://hooks.example/', events: ['worker.lost'] };
  const headers = { origin: stack.webUrl };
  const made = await request.post('/api/v1/webhooks', { data, headers });
  expect([201, 409]).toContain(made.status());
  expect((await request.post('/api/v1/webhooks/shown/test', { headers })).status()).toBe(202);
  return '/webhooks/shown';
}

/** One that was run by hand. */
async function schedulePath(request: APIRequestContext): Promise<string> {
  const data = {
    cron: '30 2 * * 1-5',
    timeZone: 'Europe/Berlin',
    task: { callable: 'raydeck.demo.add', args: [1, 2] },
  };
  const headers = { origin: stack.webUrl };
  const put = await request.put('/api/v1/schedules/shown', { data, headers });
  expect([200, 201]).toContain(put.status());
  if (put.status() === 201) await request.post('/api/v1/schedules/shown/run', { headers });
  return '/schedules/shown';
}

/** One with two versions. */
async function profilePath(request: APIRequestContext): Promise<string> {
  const headers = { origin: stack.webUrl };
  for (const MODE of ['test', 'live']) {
    const data = { source: { kind: 'image' }, envVars: { MODE }, secrets: { API_KEY: 'kept' } };
    expect((await request.put('/api/v1/profiles/shown', { data, headers })).ok()).toBe(true);
  }
  return '/profiles/shown';
}

/** The newest that the mirror holds: the journeys before ran some. */
async function jobPath(request: APIRequestContext): Promise<string> {
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  const newest = async () => {
    const answer = await request.get('/api/v1/cluster/jobs?limit=1', { headers });
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  };
  await expect.poll(newest).not.toBe('');
  return `/cluster/jobs/${await newest()}`;
}

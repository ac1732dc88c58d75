import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { enqueue } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('operator') });

const later = () => new Date(Date.now() + 3_600_000).toISOString();

test('filters stand in the URL, survive a reload and are cleared', async ({ page, request }) => {
  const tag = `filters-${Date.now().toString(36)}`;
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  await page.goto('/tasks');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('ta');
  await page.getByRole('option', { name: /^tag:/ }).click();
  await page.keyboard.type(tag);
  await page.keyboard.press('Enter');
  const rows = page.getByRole('table', { name: 'Tasks' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await page.getByRole('tab', { name: 'Queued' }).click();
  await expect(page).toHaveURL(new RegExp(`state=queued.*tag=${tag}|tag=${tag}.*state=queued`));
  await page.reload();
  await expect(page.getByLabel('Filter tasks')).toHaveValue(`state:queued tag:${tag}`);
  await expect(page.getByRole('tab', { name: 'Queued' })).toHaveAttribute('aria-selected', 'true');
  await expect(rows).toHaveCount(2);
  await page.getByRole('tab', { name: 'Failed' }).click();
  await expect(page.getByText('No task matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/tasks$/);

  await page.getByRole('textbox', { name: /^Find a task/ }).fill(id);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tasks/${id}$`));
});

test('new tasks wait behind a button, known ones change in their place, rows are ticked, and the one in focus is canceled', async ({
  page,
  request,
}) => {
  const tag = `rows-${Date.now().toString(36)}`;
  const task = { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() };
  const [first, second] = [await enqueue(request, task), await enqueue(request, task)];
  await page.goto(`/tasks?tag=${tag}`);
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Tasks' }).locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await enqueue(request, task);
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(rows).toHaveCount(2);

  for (const key of ['j', 'x', 'j', 'Shift+X']) await page.keyboard.press(key);
  await expect(page.getByRole('region', { name: 'Ticked tasks' })).toContainText('2 ticked');
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await expect(page.locator(`tr[data-row="${first}"]`)).toContainText('Canceled');
  await expect(page.locator(`tr[data-row="${second}"]`)).toContainText('Queued');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(rows).toHaveCount(3);
});

test('keys lead to pages and peek at tasks, and rest while one types', async ({ page, request }) => {
  const tag = `keys-${Date.now().toString(36)}`;
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  await page.goto(`/tasks?tag=${tag}`);
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog')).toContainText('No attempt yet');
  await page.keyboard.press('x');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('table', { name: 'Keys of this page' })).toContainText('Peek at the task');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tasks/${id}`));
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByPlaceholder(/^Page, action/)).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('g q');
  await expect(page.getByPlaceholder(/^Page, action/)).toHaveValue('g q');
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder(/^Page, action/)).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page).toHaveURL(/\/queues$/);
});

test('the list is saved as a file, with formulas made text', async ({ page, request }) => {
  const tag = `=export-${Date.now().toString(36)}`;
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  await page.goto(`/tasks?tag=${encodeURIComponent(tag)}`);
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export tasks' }).click();
  const saved = await (await coming).createReadStream();
  const lines = (await saved.setEncoding('utf8').toArray()).join('').trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(id);
  expect(lines[1]).toContain(`,'${tag},`);
});

test('a new task appears in the list by itself', async ({ page, request }) => {
  const tag = `live-${Date.now().toString(36)}`;
  await page.goto(`/tasks?tag=${tag}`);
  await expect(page.getByText('No task matches')).toBeVisible();
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  await expect(page.getByRole('table', { name: 'Tasks' })).toContainText('raydeck.demo.add');
});

test('pages follow each other without gap or repetition, and lead back', async ({ page, request }) => {
  const tag = `pages-${Date.now().toString(36)}`;
  const task = { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() };
  await Promise.all(Array.from({ length: 60 }, () => enqueue(request, task)));
  await page.goto(`/tasks?tag=${tag}`);
  const table = page.getByRole('table', { name: 'Tasks' });
  const links = table.getByRole('link', { name: 'raydeck.demo.add' });
  await expect(links).toHaveCount(50);
  const first = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  // The list shows that the next page is on its way.
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const held = Promise.withResolvers<void>();
  await page.route(/\/tasks\?.*cursor=/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(table).toHaveAttribute('aria-busy', 'true');
  held.resolve();
  await expect(links).toHaveCount(10);
  await expect(table).toHaveAttribute('aria-busy', 'false');
  const second = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(new Set([...first, ...second]).size).toBe(60);
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(links).toHaveCount(50);
});

test('what loads when it is asked for takes the focus and gives it back', async ({ page }) => {
  await page.goto('/tasks');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  for (const [name, role] of [
    ['Views', 'menu'],
    ['Theme', 'menu'],
    ['Export', 'dialog'],
  ] as const) {
    const button = page.getByRole('button', { name, exact: true });
    const opened = page.getByRole(role);
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(opened).toBeVisible();
    await expect(opened.and(page.locator(':focus-within'))).toHaveCount(1);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(opened).toBeHidden();
    await expect(button).toBeFocused();
  }
  const columns = page.getByRole('button', { name: 'Columns' });
  await columns.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Columns' }).getByRole('checkbox').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(columns).toBeFocused();
  await columns.hover();
  await expect(page.getByRole('tooltip', { name: 'Columns' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
});

test('completions are chosen by keys', async ({ page }) => {
  await page.goto('/tasks');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  const field = page.getByLabel('Filter tasks');
  await field.focus();
  await page.keyboard.type('sta');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('state:');
  await expect(page.getByRole('option', { name: 'failed' })).toBeVisible();
  await page.keyboard.type('fa');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/state=failed/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
});

test('what was just now is not taken for the future by a page whose scripts come late', async ({ page, request }) => {
  const tag = `late-${Date.now().toString(36)}`;
  const isLate = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js$/, async (route) => {
    await isLate.promise;
    await route.continue();
  });
  await page.goto(`/tasks?tag=${tag}`, { waitUntil: 'commit' });
  await expect(page.getByText('No task matches')).toBeVisible();
  const shownAt = Date.now();
  await expect.poll(() => Date.now() - shownAt).toBeGreaterThan(14_000);
  await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  isLate.resolve();
  const times = page.getByRole('table', { name: 'Tasks' }).getByRole('row').nth(1).getByRole('time');
  expect(await times.last().textContent()).toMatch(/^now$| s ago$/);
});

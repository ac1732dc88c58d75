import { expect, test } from '@playwright/test';
import { enqueue } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('operator') });

const later = () => new Date(Date.now() + 3_600_000).toISOString();

test('filters stand in the URL, survive a reload and are cleared', async ({ page, request }) => {
  const tag = `filters-${Date.now().toString(36)}`;
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt: later() });
  await page.goto('/tasks');
  await page.getByLabel('Tag').fill(tag);
  const rows = page.getByRole('table', { name: 'Tasks' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await page.getByRole('tab', { name: 'Queued' }).click();
  await expect(page).toHaveURL(new RegExp(`state=QUEUED.*tag=${tag}|tag=${tag}.*state=QUEUED`));
  await page.reload();
  await expect(page.getByLabel('Tag')).toHaveValue(tag);
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
  const links = page.getByRole('table', { name: 'Tasks' }).getByRole('link', { name: 'raydeck.demo.add' });
  await expect(links).toHaveCount(50);
  const first = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(links).toHaveCount(10);
  const second = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(new Set([...first, ...second]).size).toBe(60);
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(links).toHaveCount(50);
});

import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { enqueue } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('operator') });

test('a task’s page leads on through the list that one came from, and says where it ends', async ({
  page,
  request,
}) => {
  const tag = `beside ${Date.now().toString(36)}`;
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  const task = { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt };
  const oldest = await enqueue(request, task);
  await enqueue(request, { ...task, tags: ['another'] });
  const middle = await enqueue(request, task);
  const newest = await enqueue(request, task);
  await page.goto(`/tasks?tag=${encodeURIComponent(tag)}&state=queued`);
  const rows = page.getByRole('table', { name: 'Tasks' }).locator('tbody tr');
  await expect(rows).toHaveCount(3);
  // What is seen is not yet what listens: a key is pressed again until the page has heard it.
  const pressUntil = (key: string, id: string) =>
    expect(async () => {
      await page.keyboard.press(key);
      await expect(page).toHaveURL(new RegExp(`/tasks/${id}\\?list=`), { timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
  await page.locator(`tr[data-row="${newest}"]`).getByRole('link', { name: 'raydeck.demo.add' }).click();

  const bar = page.getByRole('navigation', { name: 'List' });
  await expect(page).toHaveURL(new RegExp(`/tasks/${newest}\\?list=`));
  await expect(bar).toContainText('First of this list.');
  await expect(bar.getByRole('button', { name: 'Previous task' })).toBeDisabled();
  await expectAccessible(page);
  await bar.getByRole('link', { name: 'Next task' }).click();
  await expect(page).toHaveURL(new RegExp(`/tasks/${middle}\\?list=`));
  await expect(bar.getByRole('link', { name: 'Previous task' })).toBeVisible();
  await pressUntil('j', oldest);
  await expect(bar).toContainText('Last of this list.');
  await pressUntil('k', middle);
  await bar.getByRole('link', { name: `Tasks: state:queued tag:"${tag}"` }).click();
  await expect(rows).toHaveCount(3);
});

test('a task’s page that was opened by its address alone shows no list', async ({ page, request }) => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], runAt });
  await page.goto(`/tasks/${id}`);
  await expect(page.getByRole('heading', { name: 'raydeck.demo.add' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'List' })).toBeHidden();
});

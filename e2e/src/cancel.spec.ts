import { expect, test } from '@playwright/test';
import { enqueue, expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('admin') });

test('a running task shows progress and log, and is canceled with a reason', async ({ page, request }) => {
  const id = await enqueue(request, { callable: 'raydeck.demo.long_task', args: [300], maxAttempts: 1 });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Running');
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Log' })).toContainText('s have passed', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this task?' });
  await dialog.getByLabel('Reason').fill('asked for the wrong day');
  await dialog.getByRole('button', { name: 'Cancel task' }).click();
  await expectState(page, 'Canceled');
  await expect(page.getByText('asked for the wrong day').first()).toBeVisible();
});

test('a task that waits is canceled at once', async ({ page, request }) => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], runAt });
  await page.goto(`/tasks/${id}`);
  await expect(page.getByText('Not due yet')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await expectState(page, 'Canceled');
});

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
  await expect(page.getByText('not due yet')).toBeVisible();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
  await expectState(page, 'Canceled');
});

test('a task that waits says why, and is run now from there', async ({ page, request }) => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [1, 2], runAt });
  await page.goto(`/tasks/${id}`);
  const why = page.getByRole('region', { name: 'Why it does not run' });
  await expect(why).toContainText('It is not due yet.');
  await why.getByRole('button', { name: 'Run now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run this task now?' });
  // The key is a letter here.
  await dialog.getByLabel('Reason').pressSequentially('cr');
  await dialog.getByRole('button', { name: 'Run now' }).click();
  await expectState(page, 'Succeeded');
  await expect(page.getByRole('listitem').filter({ hasText: 'Edited' })).toContainText('cr');
});

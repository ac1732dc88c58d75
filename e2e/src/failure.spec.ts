import { expect, test } from '@playwright/test';
import { enqueue, expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('admin') });

test('a failure shows its class, its message and the frames of the user’s own code', async ({ page, request }) => {
  const id = await enqueue(request, { callable: 'raydeck.demo.deep_failure', maxAttempts: 1 });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Failed');
  await expect(page.getByText('ValueError').first()).toBeVisible();
  const traceback = page.getByRole('region', { name: 'Traceback' });
  await expect(traceback).toContainText('the order has no price');
  await expect(traceback).toContainText('_descend');
  await expect(traceback).toContainText('direct cause');
  // Deep recursion is folded between its ends.
  await traceback
    .getByRole('button', { name: /more frames/ })
    .first()
    .click();
  await expect(traceback.getByRole('button', { name: /Hide/ })).toBeVisible();
});

test('a failed task is retried by hand with a reason, which the timeline keeps', async ({ page, request }) => {
  const id = await enqueue(request, { callable: 'raydeck.demo.deep_failure', args: [0], maxAttempts: 1 });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Failed');
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry this task?' });
  await dialog.getByLabel('Reason').fill('the price is there now');
  await dialog.getByRole('button', { name: 'Retry task' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: 'Retried by hand' })).toContainText(
    'the price is there now',
  );
  await expect(page.getByRole('table', { name: 'Attempts' }).getByRole('row')).toHaveCount(3, { timeout: 60_000 });
  await expectState(page, 'Failed');
});

test('a failed task is retried with other arguments as a new task, digit for digit, and each leads to the other', async ({
  page,
  request,
}) => {
  const id = await enqueue(request, { callable: 'raydeck.demo.add', args: ['one', 1], maxAttempts: 1 });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Failed');
  await page.getByRole('button', { name: 'Edit arguments' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry with other arguments?' });
  await dialog.getByLabel('Arguments', { exact: true }).fill('[12345678901234567890, 1');
  await dialog.getByRole('button', { name: 'Make new task' }).click();
  await expect(dialog.getByText(/JSON/)).toBeVisible();
  await dialog.getByLabel('Arguments', { exact: true }).fill('[12345678901234567890, 1]');
  await dialog.getByRole('button', { name: 'Make new task' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/tasks/') && !url.pathname.endsWith(id));
  await expectState(page, 'Succeeded');
  await expect(page.getByRole('region', { name: 'result' })).toContainText('12345678901234567891');
  await page.getByText('Made from').getByRole('link').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Retried with changes' }).getByRole('link')).toBeVisible();
});

test('a task that needs three attempts gets them, and each one is kept', async ({ page, request }) => {
  const retry = { backoff: 'fixed', delaySeconds: 0, jitter: 'none' };
  const id = await enqueue(request, { callable: 'raydeck.demo.third_time_lucky', maxAttempts: 3, retry });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Succeeded');
  const rows = page.getByRole('table', { name: 'Attempts' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await rows.filter({ hasText: 'Failed' }).last().getByRole('link').click();
  await expect(page).toHaveURL(/attempt=/);
  await expect(page.getByText('attempt 1 found the line busy').first()).toBeVisible();
});

import { expect, test } from '@playwright/test';
import { enqueue, expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('viewer') });

test('a viewer sees that a task failed, but neither values nor a way to act', async ({ page, request }) => {
  const kwargs = { note: 'correct horse', secret: 'battery staple' };
  const id = await enqueue(request, { callable: 'raydeck.demo.greet', kwargs, maxAttempts: 1 });
  await page.goto(`/tasks/${id}`);
  await expectState(page, 'Failed');
  await expect(page.getByRole('region', { name: 'kwargs' })).toHaveText('{"note": string(13), "secret": redacted}');
  await expect(page.getByText('shown to people and keys with payload permission')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('correct horse');
  expect(await page.content()).not.toMatch(/correct horse|battery staple/);
  const retry = page.getByRole('button', { name: 'Retry', exact: true });
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await retry.hover({ force: true });
  await expect(page.getByRole('tooltip')).toContainText('may look, not act');
  await retry.click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a viewer is shown no door, and finds the doors closed', async ({ page }) => {
  await page.goto('/tasks');
  await expect(page.getByRole('link', { name: 'Enqueue task' })).toHaveCount(0);
  for (const path of ['/tasks/new', '/users']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Not for your role' })).toBeVisible();
  }
  await page.goto('/queues');
  await expect(page.getByRole('button', { name: 'Pause queue default' })).toHaveAttribute('aria-disabled', 'true');
});

test('a viewer’s session changes nothing over REST either', async ({ page, baseURL }) => {
  const headers = { origin: baseURL ?? '' };
  const answer = await page.request.post('/api/v1/tasks', { headers, data: { callable: 'raydeck.demo.add' } });
  expect(answer.status()).toBe(403);
});

import { expect, test } from '@playwright/test';
import { expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('admin') });

test('a task enqueued by hand runs on Ray and shows every digit of its result', async ({ page }) => {
  await page.goto('/tasks');
  await page.getByRole('link', { name: 'Enqueue task' }).click();
  await expect(page).toHaveURL(/\/tasks\/new$/);
  await page.getByRole('combobox', { name: 'Callable' }).fill('raydeck.demo.add');
  await page.getByLabel('Arguments', { exact: true }).fill('[12345678901234567890, 1]');
  await page.getByRole('button', { name: 'Enqueue task' }).click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
  await expectState(page, 'Succeeded');
  await expect(page.getByRole('region', { name: 'args', exact: true })).toContainText('12345678901234567890');
  await expect(page.getByRole('region', { name: 'result' })).toHaveText('12345678901234567891');
});

test('the enqueue form says what is wrong beside its field', async ({ page }) => {
  await page.goto('/tasks/new');
  await page.getByRole('combobox', { name: 'Callable' }).fill('add');
  await page.getByLabel('Arguments', { exact: true }).fill('{"not": "an array"}');
  await page.getByRole('button', { name: 'Enqueue task' }).click();
  await expect(page.getByText('An import path like package.module.function.')).toBeVisible();
  await expect(page.getByText('Arguments are a JSON array')).toBeVisible();
  await expect(page).toHaveURL(/\/tasks\/new$/);
});

import { expect, type Page, test } from '@playwright/test';
import { sessionOf } from './people.ts';

const name = `orders-${Date.now().toString(36)}`;

function row(page: Page) {
  return page.getByRole('table', { name: 'Queues' }).getByRole('row').filter({ hasText: name });
}

test.describe('an administrator', () => {
  test.use({ storageState: sessionOf('admin') });

  test('makes a queue with limits, changes it, and deletes it by its name', async ({ page }) => {
    await page.goto('/queues');
    await page.getByRole('link', { name: 'Add queue' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Concurrency limit').fill('10');
    await page.getByLabel('Rate: starts').fill('100');
    await page.getByRole('button', { name: 'Create queue' }).click();
    await expect(page.getByText('Must be a number from 0.1 to 86400.')).toBeVisible();
    await page.getByLabel('Rate: seconds').fill('60');
    await page.getByRole('button', { name: 'Create queue' }).click();
    await expect(page).toHaveURL(/\/queues$/);
    await expect(row(page)).toContainText('0 / 10');
    await expect(row(page)).toContainText('100 per 60 s');

    await page.getByRole('button', { name: `Actions for queue ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Edit settings' }).click();
    await expect(page.getByLabel('Concurrency limit')).toHaveValue('10');
    await page.getByLabel('Concurrency limit').fill('');
    await page.getByLabel('Key limit').fill('2');
    await page.getByLabel('Max attempts').fill('7');
    await page.getByLabel('Reason').fill('the shop grows');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page).toHaveURL(/\/queues$/);
    await expect(row(page)).toContainText('2 per key');
    await expect(row(page)).toContainText('7 attempts');
    await expect(row(page)).not.toContainText('/ 10');

    await page.getByRole('button', { name: `Actions for queue ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete queue ${name}?` });
    await expect(dialog.getByRole('button', { name: 'Delete queue' })).toBeDisabled();
    await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
    await dialog.getByRole('button', { name: 'Delete queue' }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page)).toHaveCount(0);
  });

  test('limits all queues together, and lifts the limit', async ({ page }) => {
    await page.goto('/queues');
    for (const [limit, words] of [
      ['1000', /\d \/ 1,000 executions at once/],
      ['', /no limit/],
    ] as const) {
      await page.getByRole('button', { name: 'Change limit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Limit over all queues' });
      await dialog.getByLabel('Executions at once').fill(limit);
      await dialog.getByRole('button', { name: 'Save limit' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText('All queues together')).toContainText(words);
    }
  });
});

test.describe('an operator', () => {
  test.use({ storageState: sessionOf('operator') });

  test('sees limits and may pause, but finds no way to change them', async ({ page }) => {
    await page.goto('/queues');
    await expect(page.getByText('All queues together')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Pause queue default' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Add queue' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Change limit' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Actions for queue default' })).toHaveCount(0);
    for (const path of ['/queues/new', '/queues/default/edit']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'Not for your role' })).toBeVisible();
    }
  });
});

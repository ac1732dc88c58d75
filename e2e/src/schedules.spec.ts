import { expect, test } from '@playwright/test';
import { sessionOf } from './people.ts';

const name = `report-${Date.now().toString(36)}`;

test.describe('an operator', () => {
  test.use({ storageState: sessionOf('operator') });

  test('makes a schedule whose line is said in words, pauses it, runs it by hand and deletes it', async ({ page }) => {
    await page.goto('/schedules/new');
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Cron').fill('30 2 31 2 *');
    await page.getByRole('combobox', { name: 'Callable' }).fill('raydeck.demo.add');
    await page.getByRole('textbox', { name: 'Arguments', exact: true }).fill('[12345678901234567890, 1]');
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await expect(page.getByText('This matches no date').first()).toBeVisible();
    await page.getByLabel('Cron').fill('30 2 * * 1-5');
    await expect(page.getByText('At 02:30, Monday through Friday')).toBeVisible();
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.getByText('It has not run yet')).toBeVisible();

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('the books are closed');
    await page.getByRole('button', { name: 'Pause schedule' }).click();
    await expect(page.getByText('the books are closed')).toBeVisible();

    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
    await page.goto(`/schedules/${name}`);
    await expect(page.getByRole('table', { name: 'Runs' }).getByText('by hand')).toBeVisible();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete schedule' }).click();
    await expect(page).toHaveURL(/\/schedules$/);
    await expect(page.getByText(name)).toHaveCount(0);
  });
});

test.describe('a viewer', () => {
  test.use({ storageState: sessionOf('viewer') });

  test('finds no way to set a schedule up', async ({ page }) => {
    await page.goto('/schedules');
    await expect(page.getByRole('heading', { name: 'Schedules' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Add schedule' })).toHaveCount(0);
    await page.goto('/schedules/new');
    await expect(page.getByRole('heading', { name: 'Not for your role' })).toBeVisible();
  });
});

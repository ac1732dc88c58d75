import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('viewer') });

test('a view is kept, opened, changed, renamed, made the default and deleted', async ({ page }) => {
  const name = `Mine ${Date.now().toString(36)}`;
  const menu = page.getByRole('button', { name: /^Views/ });
  const item = (label: string | RegExp) => page.getByRole('menuitem', { name: label });
  const choose = async (label: string | RegExp) => {
    await menu.click();
    await item(label).click();
  };
  await page.goto('/tasks?state=failed&tag=big%20order');
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await choose('Save as a new view');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page).toHaveURL(/view=/);
  await expect(menu).toHaveText(name);

  await choose('Save as a new view');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('dialog')).toContainText(`You have a view “${name}” already.`);
  await page.getByRole('button', { name: 'Back' }).click();

  await page.getByRole('tab', { name: 'Canceled' }).click();
  await expect(menu).toHaveText(`${name} *`);
  await choose('Save changes to the view');
  await expect(menu).toHaveText(name);
  await choose('Rename the view');
  await page.getByRole('textbox', { name: 'Name' }).fill(`${name} too`);
  await page.getByRole('button', { name: 'Rename view' }).click();
  await expect(menu).toHaveText(`${name} too`);
  await choose('Open with the view');
  await expect(page.getByText(`The list opens with “${name} too”.`)).toBeVisible();

  await page.goto('/tasks');
  await expect(page.getByLabel('Filter tasks')).toHaveValue('state:canceled tag:"big order"');
  await choose('All tasks');
  await expect(page.getByLabel('Filter tasks')).toHaveValue('');
  await expect(page).toHaveURL(/\/tasks\?view=all$/);
  await menu.click();
  await expectAccessible(page);
  await item(`${name} too`).click();
  await expect(menu).toHaveText(`${name} too`);
  await choose('Delete the view');
  await page.getByRole('button', { name: 'Delete view' }).click();
  await expect(page.getByText(`“${name} too” is deleted.`)).toBeVisible();
  await page.goto('/tasks');
  await expect(page).toHaveURL(/\/tasks$/);
});

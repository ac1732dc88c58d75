import { expect, test } from '@playwright/test';
import { password, sessionOf } from './people.ts';
import { signIn } from './sign-in.ts';

test.use({ storageState: sessionOf('admin') });

test('a change of role acts at once on a session that is open', async ({ page, browser }) => {
  const email = `mover-${Date.now().toString(36)}@example.com`;
  await page.goto('/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Name').fill('A mover');
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog).toBeHidden();

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await context.newPage();
  await signIn(theirs, email, password);

  await page.getByRole('button', { name: `Actions for ${email}` }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable user' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Disabled');

  // Their page asks on its own, in seconds: nobody clicks.
  await expect(theirs).toHaveURL(/\/sign-in/);
  await context.close();
});

import { expect, type Page, test } from '@playwright/test';
import { password, sessionOf } from './people.ts';
import { signIn } from './sign-in.ts';
import { stack } from './stack.ts';

test('an administrator signs in and lets an operator and a viewer in', async ({ page, browser }) => {
  expect(stack.webUrl, 'a running stack: ./raydeck test --only e2e starts one').not.toBe('');
  await signIn(page, stack.adminEmail, stack.adminPassword);
  await page.context().storageState({ path: sessionOf('admin') });
  // The stack may have been used before: each run brings its own people.
  const run = Date.now().toString(36);
  for (const [person, role] of [
    ['operator', 'OPERATOR'],
    ['viewer', 'VIEWER'],
  ] as const) {
    const email = `${person}-${run}@example.com`;
    await addUser(page, { email, name: `The ${person}`, role });
    const context = await browser.newContext();
    const own = await context.newPage();
    await signIn(own, email, password);
    await context.storageState({ path: sessionOf(person) });
    await context.close();
  }
});

async function addUser(page: Page, user: { email: string; name: string; role: string }): Promise<void> {
  await page.goto('/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('E-mail').fill(user.email);
  await dialog.getByLabel('Name').fill(user.name);
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: user.role }).click();
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByRole('row').filter({ hasText: user.email })).toContainText(user.role);
}

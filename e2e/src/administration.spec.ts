import { expect, test } from '@playwright/test';
import { sessionOf } from './people.ts';
import { stack } from './stack.ts';

test.use({ storageState: sessionOf('admin') });

const run = Date.now().toString(36);

test('an administrator makes a profile, changes it, and sees what changed but no secret', async ({ page }) => {
  const name = `shop-${run}`;
  await page.goto('/profiles/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByLabel('Packages').fill('numpy==2.3.0');
  await page.getByRole('button', { name: 'Add secret' }).click();
  await page.getByLabel('Name of secret 1').fill('PATH');
  await page.getByLabel('Value of secret 1').fill('hunter2-hunter2');
  await page.getByRole('button', { name: 'Create profile' }).click();
  await expect(page.getByText('is reserved')).toBeVisible();
  await page.getByLabel('Name of secret 1').fill('API_KEY');
  await page.getByRole('button', { name: 'Create profile' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Packages').fill('numpy==2.3.5');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  const changes = page.getByRole('table', { name: 'Changes from version 1 to 2' });
  await expect(changes.getByRole('row')).toHaveCount(2);
  await expect(changes).toContainText('numpy==2.3.0');
  await expect(changes).toContainText('numpy==2.3.5');
  await expect(page.locator('body')).not.toContainText('hunter2');
});

test('a key is shown once, works, and is refused once revoked; the audit log tells both', async ({ page, request }) => {
  const name = `ci-${run}`;
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an API key' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const once = page.getByRole('dialog', { name: 'The key' });
  const text = await once.locator('pre').innerText();
  const tasks = () =>
    request.get(`${stack.webUrl}/api/v1/tasks?limit=1`, { headers: { authorization: `Bearer ${text}` } });
  expect((await tasks()).status()).toBe(200);
  await once.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('body')).not.toContainText(text);

  await page.getByRole('button', { name: `Revoke key ${name}` }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('it leaked');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Revoked');
  expect((await tasks()).status()).toBe(401);

  await page.goto('/audit?action=key.revoke');
  await expect(page.getByRole('table', { name: 'Audit log' }).getByRole('row').nth(1)).toContainText('it leaked');
});

test('an invited person opens the account by the link, once, and has the role that was given', async ({
  page,
  browser,
}) => {
  const email = `invited-${run}@example.com`;
  await page.goto('/users');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await page.getByRole('dialog', { name: 'The link' }).locator('pre').innerText();

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByLabel('Name').fill('Somebody new');
  await theirs.getByLabel(/^Password/).fill('a long password of my own');
  await theirs.getByLabel('Once more').fill('a long password of my own');
  await theirs.getByRole('button', { name: 'Open account' }).click();
  await expect(theirs.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await theirs.goto('/account');
  await expect(theirs.getByText('VIEWER').first()).toBeVisible();
  await theirs.goto(link);
  await theirs.reload();
  await expect(theirs.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await context.close();
});

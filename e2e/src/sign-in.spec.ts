import { expect, test } from '@playwright/test';
import { fillSignIn } from './sign-in.ts';
import { stack } from './stack.ts';

test('signing in leads to the page that was asked for, signing out closes it', async ({ page }) => {
  await page.goto('/tasks?state=FAILED');
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await fillSignIn(page, stack.adminEmail, stack.adminPassword);
  await expect(page).toHaveURL(/\/tasks\?state=FAILED$/);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/tasks');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a wrong password is told as such, and nothing more', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, 'nobody@example.com', 'not the password');
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toHaveText('E-mail or password is wrong.');
});

test('the way back after signing in never leaves the console', async ({ page }) => {
  await page.goto('/sign-in?from=//evil.example/tasks');
  await fillSignIn(page, stack.adminEmail, stack.adminPassword);
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(new URL(stack.webUrl).origin);
});

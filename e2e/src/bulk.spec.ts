import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { sessionOf } from './people.ts';
import { stack } from './stack.ts';

test.use({ storageState: sessionOf('operator') });

/** Tasks that wait for long, under a tag of their own. */
async function waiting(request: APIRequestContext, count: number): Promise<string> {
  const tag = `bulk-${Date.now().toString(36)}-${count}`;
  const runAt = new Date(Date.now() + 86_400_000).toISOString();
  const task = { callable: 'raydeck.demo.add', args: [1, 2], tags: [tag], runAt };
  const answer = await request.post('/api/v1/tasks/batch', {
    headers: { authorization: `Bearer ${stack.apiKey}` },
    data: { tasks: Array.from({ length: count }, () => task) },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return tag;
}

async function openList(page: Page, tag: string): Promise<void> {
  await page.goto(`/tasks?tag=${tag}`);
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Tasks' }).getByRole('link', { name: /demo/ }).first()).toBeVisible();
}

test('all that match a filter are changed after a count, a reason and the typed number', async ({ page, request }) => {
  const tag = await waiting(request, 130);
  await openList(page, tag);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: 'Ticked tasks' });
  await bar.getByRole('button', { name: 'Select all that match (130)' }).click();
  await expect(bar).toContainText('All that match (130)');
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Change priority' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change priority of tasks' });
  await expect(dialog.getByRole('status')).toContainText('130 tasks, the newest 10:');
  await expect(dialog).toContainText(`tag:${tag}`);
  await expectAccessible(page);
  await dialog.getByLabel('Priority').fill('7');
  await dialog.getByLabel('Tasks a second').fill('500');
  await dialog.getByLabel('Reason').fill('they are in a hurry');
  const confirm = dialog.getByRole('button', { name: 'Change priority of 130 tasks' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type 130 to confirm').fill('13');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type 130 to confirm').fill('130');
  await confirm.click();

  await expect(page.getByRole('heading', { name: 'Change priority of 130 tasks to 7' })).toBeVisible();
  await expect(page.getByText('130 done')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('they are in a hurry');
  await expect(page.getByRole('button', { name: 'Abort' })).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Tasks of this operation' }).getByRole('row')).toHaveCount(51);
  await page.getByRole('link', { name: `tag:${tag}` }).click();
  await expect(page).toHaveURL(new RegExp(`/tasks\\?tag=${tag}&before=`));
});

test('a slow operation is aborted, and what it has not come to stays', async ({ page, request }) => {
  const tag = await waiting(request, 60);
  await openList(page, tag);
  await page.keyboard.press('a');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Cancel tasks' });
  await dialog.getByLabel('Tasks a second').fill('1');
  await expect(dialog).toContainText('about 1 min');
  await dialog.getByLabel('Reason').fill('nobody needs them');
  await dialog.getByRole('button', { name: 'Cancel 60 tasks' }).click();
  await expect(page.getByText(/^[1-9]\d* done$/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Abort' }).click();
  const question = page.getByRole('dialog', { name: 'Abort this operation?' });
  await question.getByLabel('Reason').fill('they are needed');
  await question.getByRole('button', { name: 'Abort operation' }).click();
  await expect(page.getByRole('main').getByText('Aborted', { exact: true })).toBeVisible();
  await expect(page.getByText(/^[1-9]\d* not looked at$/)).toBeVisible();
  await page.goto('/bulk');
  const row = page.getByRole('row').filter({ hasText: tag });
  await expect(row).toContainText('Aborted');
  await expect(row).toContainText('nobody needs them');
});

test('what the single action refuses is skipped, with why', async ({ page, request }) => {
  const tag = await waiting(request, 2);
  await openList(page, tag);
  await page.getByRole('checkbox', { name: 'Tick all tasks of this page' }).check();
  await page.keyboard.press('c');
  const canceling = page.getByRole('dialog', { name: 'Cancel tasks' });
  await canceling.getByLabel('Reason').fill('for the test');
  await canceling.getByRole('button', { name: 'Cancel 2 tasks' }).click();
  await expect(page.getByText('2 done')).toBeVisible({ timeout: 60_000 });

  await openList(page, tag);
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Move to queue' }).click();
  const moving = page.getByRole('dialog', { name: 'Move tasks' });
  await moving.getByRole('combobox', { name: 'To queue' }).click();
  await page.getByRole('option', { name: 'default', exact: true }).click();
  await moving.getByLabel('Reason').fill('for the test');
  await moving.getByRole('button', { name: 'Move 2 tasks' }).click();
  await expect(page.getByText('2 skipped')).toBeVisible({ timeout: 60_000 });
  await page.getByText('Skipped', { exact: true }).first().click();
  await expect(page).toHaveURL(/outcome=skipped/);
  await expect(page.getByRole('table', { name: 'Tasks of this operation' })).toContainText('only QUEUED and BLOCKED');
});

test('a filter that is not understood, or that nobody may ask by, is refused', async ({ page, request }) => {
  const tag = await waiting(request, 1);
  for (const [rest, refusal] of [
    ['state=broken', 'Correct the filter first'],
    ['text=refused', 'payload permission'],
  ]) {
    await page.goto(`/tasks?tag=${tag}&${rest}`);
    await expect(page.locator('[data-live="live"]')).toBeVisible();
    await page.keyboard.press('a');
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Cancel tasks' });
    await expect(dialog.getByRole('alert')).toContainText(refusal ?? '');
    await expect(dialog.getByRole('button', { name: 'Cancel tasks' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Back' }).click();
  }
});

test('a viewer sees operations and no way to act', async ({ browser, request }) => {
  const tag = await waiting(request, 1);
  const page = await viewer(browser);
  await openList(page, tag);
  await page.getByRole('checkbox', { name: 'Tick all tasks of this page' }).check();
  const bar = page.getByRole('region', { name: 'Ticked tasks' });
  await expect(bar).toContainText('1 ticked');
  await expect(bar.getByRole('button')).toHaveText(['Untick']);
  for (const key of ['a', 'r', 'c']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  const data = { action: 'cancel', filter: { tag }, reason: 'for the test' };
  const started = await request.post('/api/v1/bulk', { headers, data });
  const { id } = (await started.json()) as { id: string };
  await page.goto(`/bulk/${id}`);
  await expect(page.getByText('1 done')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Abort' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Audit entries' })).toHaveCount(0);
  await page.context().close();
});

async function viewer(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.webUrl, storageState: sessionOf('viewer') });
  return context.newPage();
}

import { expect, type Page, test } from '@playwright/test';
import { enqueue, expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('operator') });

test('a paused queue says so on its tasks, and goes on when resumed', async ({ page, request }) => {
  await turn(page, 'Pause', 'the warehouse moves');
  try {
    const id = await enqueue(request, { callable: 'raydeck.demo.add', args: [20, 22] });
    await page.goto(`/tasks/${id}`);
    await expect(page.getByText('the warehouse moves')).toBeVisible();
    await page.goto('/');
    await expect(page.getByRole('link', { name: /Queue default is paused/ })).toContainText('the warehouse moves');
    await page.goto(`/tasks/${id}`);
  } finally {
    const url = page.url();
    await turn(page, 'Resume', 'the warehouse stands');
    await page.goto(url);
  }
  await expectState(page, 'Succeeded');
});

async function turn(page: Page, verb: 'Pause' | 'Resume', reason: string): Promise<void> {
  await page.goto('/queues');
  await page.getByRole('button', { name: `${verb} queue default` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: `${verb} queue` }).click();
  await expect(dialog).toBeHidden();
}

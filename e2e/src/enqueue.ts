import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { stack } from './stack.ts';

/** Enqueues one task over REST, as an application would; returns its id. */
export async function enqueue(request: APIRequestContext, task: object): Promise<string> {
  const answer = await request.post('/api/v1/tasks', {
    headers: { authorization: `Bearer ${stack.apiKey}` },
    data: task,
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return id;
}

/** Waits until the page itself shows the state: by the event stream, without a reload. */
export async function expectState(page: Page, state: string): Promise<void> {
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.locator('main [data-state]').first()).toHaveText(state, { timeout: 60_000 });
}

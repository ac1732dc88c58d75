import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Looks at the page as it is now. Our pages have no frames of others: one pass in the page itself takes a third of the time. */
export async function expectAccessible(page: Page): Promise<void> {
  // The title comes after the page that it belongs to.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

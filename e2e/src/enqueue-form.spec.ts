import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { expectState } from './enqueue.ts';
import { sessionOf } from './people.ts';

test.use({ storageState: sessionOf('admin') });

// Of each process its own: both tests may run at once.
const profile = `forms-${randomUUID().slice(0, 8)}`;

/** Not quite what Python declares: a number for a greeting shows its digits, and a bound is the server's to check. */
const entries = [
  {
    callable: 'raydeck.demo.greet',
    doc: 'Greets a customer by number.',
    owner: 'shop@example.com',
    parameters: [{ name: 'name', kind: 'positional_or_keyword', required: true, schema: { type: 'integer' } }],
  },
  {
    callable: 'raydeck.demo.coroutine',
    doc: 'Waits.',
    owner: null,
    parameters: [
      {
        name: 'seconds',
        kind: 'positional_or_keyword',
        required: false,
        default: 0.5,
        schema: { type: 'number', minimum: 0 },
      },
    ],
  },
].map((entry) => ({ ...entry, kind: 'raydeck', isAsync: false, returns: null, options: {} }));

test.beforeAll(async ({ playwright, baseURL }) => {
  const admin = await playwright.request.newContext({
    baseURL: baseURL ?? '',
    storageState: sessionOf('admin'),
    extraHTTPHeaders: { origin: baseURL ?? '' },
  });
  const made = await admin.put(`/api/v1/profiles/${profile}`, { data: { source: { kind: 'image' } } });
  // Made anew, or by the same process for the test before.
  expect([200, 201], await made.text()).toContain(made.status());
  const told = await admin.put(`/api/v1/profiles/${profile}/versions/1/catalogue`, { data: { entries } });
  expect(told.status(), await told.text()).toBe(200);
  await admin.dispose();
});

function callable(page: Page) {
  return page.getByRole('combobox', { name: 'Callable' });
}

async function pickProfile(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Profile' }).click();
  await page.getByRole('option', { name: profile, exact: true }).click();
}

test('a callable of the catalogue is found by typing, filled in, and run with its profile', async ({ page }) => {
  await page.goto('/tasks/new');
  // What is typed before the page is alive finds nothing.
  await expect(async () => {
    await callable(page).fill('');
    await callable(page).pressSequentially('demo.gre');
    await expect(page.getByRole('option', { name: 'raydeck.demo.greet' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const name = page.getByRole('textbox', { name: 'name' });
  await expect(name).toBeVisible();
  await expect(page.getByText('Greets a customer by number.')).toBeVisible();
  await expect(callable(page)).toBeFocused();
  // Another run on the same stack may have left a profile of its own with the same callable.
  await pickProfile(page);
  await expect(page.getByText(`From profile ${profile}, version 1 · owned by shop@example.com`)).toBeVisible();

  await callable(page).press('Enter');
  await expect(page.getByText('This has no default: give a value.')).toBeVisible();
  await expect(name).toBeFocused();
  await page.keyboard.type('12.5');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A whole number, like 42.')).toBeVisible();
  await page.getByRole('button', { name: 'Timing, retries, resources' }).click();
  await page.getByRole('combobox', { name: 'Isolation' }).click();
  await page.getByRole('option', { name: 'process', exact: true }).click();
  await name.fill('12345678901234567890');
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
  await expectState(page, 'Succeeded');
  await expect(page.getByRole('region', { name: 'kwargs' })).toContainText('"name": 12345678901234567890');
  await expect(page.getByRole('region', { name: 'result' })).toHaveText('"Hello, 12345678901234567890!"');
  await expect(page.getByText(profile, { exact: true })).toBeVisible();
  await expect(page.getByText('a process of its own')).toBeVisible();
});

test('what the server refuses stands at its field, and fields and JSON carry over as typed', async ({ page }) => {
  await page.goto('/tasks/new?callable=raydeck.demo.coroutine');
  await pickProfile(page);
  const seconds = page.getByRole('textbox', { name: 'seconds' });
  const json = page.getByLabel('Keyword arguments');
  const enqueue = page.getByRole('button', { name: 'Enqueue task' });
  await seconds.fill('-1');
  await enqueue.click();
  await expect(page.getByText('Must be >= 0.')).toBeVisible();
  await expect(seconds).toBeFocused();

  await page.getByText('JSON', { exact: true }).click();
  await expect(json).toHaveValue(/"seconds": -1\n/);
  await enqueue.click();
  await expect(page.getByText('seconds must be >= 0.')).toBeVisible();
  await json.fill('{"minutes": 1}');
  await page.getByText('Fields', { exact: true }).click();
  await expect(page.getByText('minutes is not a parameter that goes by name.')).toBeVisible();
  await json.fill('{"seconds": 0.10}');
  await page.getByText('Fields', { exact: true }).click();
  await expect(seconds).toHaveValue('0.10');
  await enqueue.click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('region', { name: 'kwargs' })).toContainText('0.10');
});

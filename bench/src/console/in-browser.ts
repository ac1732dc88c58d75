import { chromium, type Page } from '@playwright/test';
import { quantile } from '../measure.ts';
import type { Figure } from '../result.ts';
import type { ConsolePage } from './pages.ts';

const visits = 8;

/** As the end-to-end tests start it: as root, in containers and on closed networks. */
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

/** What a person sees of it: how soon a page paints, how soon the list follows the hand, and what it has to load for that. */
export async function measureInBrowser(url: string, cookie: string, pages: readonly ConsolePage[]): Promise<Figure[]> {
  const executablePath = process.env['RAYDECK_BENCH_CHROMIUM'];
  if (!executablePath) throw new Error('RAYDECK_BENCH_CHROMIUM is not set: run this by ./raydeck bench.');
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies(
      cookie.split('; ').flatMap((pair) => {
        const at = pair.indexOf('=');
        return at < 0 ? [] : [{ name: pair.slice(0, at), value: pair.slice(at + 1), url }];
      }),
    );
    const page = await context.newPage();
    const figures: Figure[] = [];
    for (const { name, path } of pages) {
      const paints: number[] = [];
      for (let visit = 0; visit < visits; visit += 1) {
        await page.goto(url + path(), { waitUntil: 'load' });
        paints.push(await firstPaint(page));
      }
      figures.push({
        name: `${name}: first contentful paint, p50 ${quantile(paints, 0.5).toFixed(0)} ms`,
        value: quantile(paints, 0.95),
        unit: 'ms p95',
        bar: { atMost: 1_000 },
      });
    }
    await page.goto(`${url}/tasks`, { waitUntil: 'load' });
    await page.getByRole('table', { name: 'Tasks' }).locator('tbody tr').first().waitFor();
    // The list goes on loading what it needs later, and its stream never ends.
    await page.waitForTimeout(3_000);
    return [...figures, await scriptFigure(page), await interactionFigure(page)];
  } finally {
    await browser.close();
  }
}

function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName('first-contentful-paint');
          if (!paint) return;
          observer.disconnect();
          resolve(paint.startTime);
        });
        observer.observe({ type: 'paint', buffered: true });
      }),
  );
}

/** As it travels, compressed. */
async function scriptFigure(page: Page): Promise<Figure> {
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  return { name: 'tasks: JavaScript, compressed', value: bytes / 1_000, unit: 'kB', bar: { atMost: 250 } };
}

/** The slowest of what a hand does on the list, from the key or the click to the next frame. */
async function interactionFigure(page: Page): Promise<Figure> {
  await page.evaluate(() => {
    const seen = { longestMs: 0, count: 0 };
    Object.assign(globalThis, { raydeckInteractions: seen });
    const options = { type: 'event', durationThreshold: 16, buffered: true };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
        if (entry.interactionId === 0) continue;
        seen.count += 1;
        seen.longestMs = Math.max(seen.longestMs, entry.duration);
      }
    }).observe(options);
  });
  for (const key of ['j', 'j', 'x', 'j', 'Shift+X', 'p', 'j', 'k', 'Escape', 'Escape']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  await page.getByLabel('Filter tasks').click();
  await page.keyboard.type('state:fa', { delay: 80 });
  await page.keyboard.press('Escape');
  for (const name of ['Failed', 'All']) {
    await page.getByRole('tab', { name }).click();
    await page.waitForTimeout(1_500);
  }
  const seen = await page.evaluate(
    () => (globalThis as unknown as { raydeckInteractions: { longestMs: number; count: number } }).raydeckInteractions,
  );
  return {
    name: `tasks: interaction to next paint, longest of ${seen.count}`,
    value: seen.longestMs,
    unit: 'ms',
    bar: { atMost: 200 },
  };
}

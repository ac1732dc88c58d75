import { defineConfig } from '@playwright/test';
import { stack } from './src/stack.ts';

const chromium = process.env['RAYDECK_E2E_CHROMIUM'] ?? process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

// As root, in containers and on closed networks.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The journeys that matter, against a whole running stack. A Ray attempt takes seconds: hence the deadlines. */
export default defineConfig({
  testDir: 'src',
  outputDir: '../.raydeck/test/e2e-output',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    baseURL: stack.webUrl,
    viewport: { width: 1280, height: 800 },
    // Recording takes a third of the time that the tests take, and slow tests hide races: by wish only.
    trace: process.env['RAYDECK_E2E_TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: chromium, args: flags },
  },
  projects: [
    { name: 'people', testMatch: '*.setup.ts' },
    {
      name: 'journeys',
      testMatch: '*.spec.ts',
      testIgnore: ['pages.spec.ts', 'pause.spec.ts'],
      dependencies: ['people'],
    },
    // Pauses the one queue that all share.
    { name: 'pause', testMatch: 'pause.spec.ts', dependencies: ['journeys'] },
    // Last, so that the pages have something to show.
    { name: 'pages', testMatch: 'pages.spec.ts', dependencies: ['pause'] },
  ],
});

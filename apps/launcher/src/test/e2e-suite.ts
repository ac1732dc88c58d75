import { join } from 'node:path';
import { runCommand } from '@raydeck/embedded';
import { z } from 'zod';
import { checkoutDir } from '../checkout.ts';
import { runStep } from '../steps/run-step.ts';
import { ensureChromium } from './find-chromium.ts';
import { readPlaywrightReport } from './read-report.ts';
import { runSuiteCommand } from './run-suite-command.ts';
import type { Suite, SuiteRun } from './suite.ts';

const Status = z.object({ webUrl: z.string(), adminEmail: z.string(), adminPassword: z.string(), apiKey: z.string() });

/** The browser's suite, against a whole stack of its own made by `up`. The shared Ray head goes first, for its memory. */
export const e2eSuite: Suite = {
  name: 'e2e',
  budgetSeconds: 900,
  run: async (run) => {
    const stack = { RAYDECK_STATE_DIR: join(run.servers.context.state.root, 'e2e') };
    const chromium = await ensureChromium(run.servers.context);
    await run.servers.stopRay();
    try {
      await raydeck(run, ['up', '--detach', '--yes'], stack);
      const status = Status.parse(JSON.parse(await raydeck(run, ['status', '--json'], stack)));
      return await runPlaywright(run, { ...stack, ...addresses(status), RAYDECK_E2E_CHROMIUM: chromium });
    } finally {
      await endStack(run, stack);
    }
  },
};

function addresses({ webUrl, adminEmail, adminPassword, apiKey }: z.infer<typeof Status>): Record<string, string> {
  return {
    RAYDECK_E2E_URL: webUrl,
    RAYDECK_E2E_EMAIL: adminEmail,
    RAYDECK_E2E_PASSWORD: adminPassword,
    RAYDECK_E2E_API_KEY: apiKey,
  };
}

async function raydeck(run: SuiteRun, args: string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await runStep({ ...run.servers.context, say: run.say }, process.execPath, [main, ...args], {
    env,
  });
  return stdout;
}

const main = join(checkoutDir, 'apps/launcher/src/main.ts');

/** Also after Ctrl-C: so without the run's signal. */
async function endStack({ servers: { context } }: SuiteRun, env: Record<string, string>): Promise<void> {
  await runCommand(process.execPath, [main, 'down', '--purge', '--yes'], {
    cwd: checkoutDir,
    env: { ...context.baseEnv, ...env },
  });
}

function runPlaywright(run: SuiteRun, env: Record<string, string>) {
  const report = join(run.reportsDir, 'e2e.json');
  return runSuiteCommand(
    {
      command: join(checkoutDir, 'node_modules/.bin/playwright'),
      args: ['test', '--reporter=list,json'],
      cwd: join(checkoutDir, 'e2e'),
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
      readReport: () => readPlaywrightReport(report),
    },
    run,
  );
}

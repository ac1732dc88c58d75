import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Debian's own command asks for GPU rasterization, which costs the processor a tenth where there is no GPU. */
const ON_DEBIAN = '/usr/lib/chromium/chromium';
const ON_MACOS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A browser for the end-to-end tests: an installed one, else Debian's, installed now when we may. */
export async function ensureChromium(context: StepContext): Promise<string> {
  const present = findChromium(context.env.path);
  if (present !== undefined) return present;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runStep(context, 'apt-get', ['update'], { env, mayFail: true });
    await runStep(context, 'apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {
      env,
      mayFail: true,
    });
  }
  const installed = findChromium(context.env.path);
  if (installed !== undefined) return installed;
  throw new MachineError(
    'The e2e suite needs Chromium or Chrome, and found none.',
    'Install one: `apt-get install chromium`, or Google Chrome.',
  );
}

function findChromium(path: string): string | undefined {
  const folders = [...path.split(delimiter), '/usr/bin', '/usr/local/bin'];
  const commands = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [ON_DEBIAN, ...commands, ...ON_MACOS].find((file) => existsSync(file));
}

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashContent, isFolderInUse, withFileLock } from '@raydeck/embedded';
import { cacheDir, checkoutDir } from '../checkout.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';

/** A built console, ready to be run by Node alone. */
export interface WebBuild {
  folder: string;
  serverFile: string;
}

const buildScript = 'deploy/docker/build-web.sh';
const buildsDir = join(cacheDir, 'web');

/** Builds the console unless these very sources were built before. A build appears whole, by a rename, or not at all. */
export async function buildWeb(context: StepContext): Promise<WebBuild> {
  const build = describe(join(buildsDir, hashSources()));
  if (existsSync(build.serverFile)) return build;
  mkdirSync(buildsDir, { recursive: true, mode: 0o700 });
  const lock = {
    holder: 'Another command that builds the console',
    onWait: () => context.say('waiting for another build'),
    signal: context.signal,
  };
  return withFileLock(join(buildsDir, 'lock'), lock, async () => {
    if (!existsSync(build.serverFile)) await make(context, build);
    return build;
  });
}

/** By the very step that builds the image's console. */
async function make(context: StepContext, build: WebBuild): Promise<void> {
  rmSync(build.folder, { recursive: true, force: true });
  await runStep(context, join(checkoutDir, buildScript), [build.folder]);
}

/** Removes builds of earlier sources, but for those that the console of another stack still runs from. */
export function pruneWebBuilds(keep: WebBuild): void {
  for (const name of readdirSync(buildsDir)) {
    const folder = join(buildsDir, name);
    if (name === 'lock' || folder === keep.folder || isFolderInUse(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(folder: string): WebBuild {
  return { folder, serverFile: join(folder, 'apps/web/server.js') };
}

/** All that goes into the build. */
function hashSources(): string {
  const sources = [
    'package-lock.json',
    'tsconfig.base.json',
    'prisma/schema.prisma',
    'packages',
    'apps/web',
    buildScript,
  ];
  const ignore = new Set([
    'node_modules',
    '.next',
    '.turbo',
    'dist',
    'testing',
    'embedded',
    'next-env.d.ts',
    'tsconfig.tsbuildinfo',
  ]);
  return hashContent(
    sources.map((path) => join(checkoutDir, path)),
    { ignore },
  ).slice(0, 12);
}

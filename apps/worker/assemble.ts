import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

// Gathers what a worker runs from, and nothing else, into a folder: our own sources as they are, and of the installed
// packages those that they stand on. npm's own `--omit=dev` keeps Prisma's command line and all under it, as an optional
// peer of its client: ten times as much.
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const Names = z.record(z.string(), z.unknown()).default({});
const Manifest = z.object({
  dependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});

/** Declarations, source maps, tests, caches, and Prisma's query compilers for other databases. */
const UNNEEDED =
  /\.(map|d\.[cm]?ts)$|\.(test|fixture)\.ts$|^(__pycache__|conformance|node_modules)$|^query_compiler_.*\.(cockroachdb|mysql|sqlite|sqlserver)\./;

const [, , argument] = process.argv;
if (!argument) throw new Error('Say where to: node apps/worker/assemble.ts FOLDER');
const target = resolve(argument);
for (const path of ['prisma/schema.prisma', 'prisma/migrations', 'python/raydeck', 'LICENSE']) copy(join(root, path));
for (const folder of collect(join(root, 'apps/worker'), new Set())) {
  const real = realpathSync(folder);
  const isOurs = !real.includes('/node_modules/');
  for (const path of isOurs ? ['package.json', 'src'] : ['']) copy(join(real, path));
  // Our own packages are links in node_modules, and stay so: Node strips types only outside of it.
  if (real !== folder) link(folder, real);
}

/** This package and all that it needs in order to run, by where node_modules has them. */
function collect(folder: string, found: Set<string>): Set<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const isOptionalPeer = (name: string) => manifest.peerDependenciesMeta[name]?.optional === true;
  const peers = Object.keys(manifest.peerDependencies).filter((name) => !isOptionalPeer(name));
  for (const name of [...Object.keys(manifest.dependencies), ...peers, ...Object.keys(manifest.optionalDependencies)]) {
    if (name.startsWith('@types/')) continue;
    const dependency = find(name, realpathSync(folder));
    if (dependency !== undefined) collect(dependency, found);
    else if (!(name in manifest.optionalDependencies))
      throw new Error(`${folder} needs ${name}, which is not installed.`);
  }
  return found;
}

/** As Node looks for it: in each node_modules on the way up. */
function find(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  return from === root ? undefined : find(name, dirname(from));
}

function link(folder: string, real: string): void {
  const path = join(target, relative(root, folder));
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(dirname(folder), real), path);
}

function copy(path: string): void {
  cpSync(path, join(target, relative(root, path)), {
    recursive: true,
    filter: (source) => source === path || !UNNEEDED.test(basename(source)),
  });
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RaydeckError } from '@raydeck/core';
import ignore, { type Ignore } from 'ignore';

/** Never code for a cluster: version control, caches, what tools have installed beside it. */
const ALWAYS = [
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '*.pyc',
  '.tox',
  '.nox',
  'node_modules',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.DS_Store',
];
const IGNORE_FILES = ['.gitignore', '.rayignore'];
/** Stands in the folder of each virtual environment, whatever that is called. */
const ENVIRONMENT_FILE = 'pyvenv.cfg';

/** The rules of one folder, which count for all below it. `depth` is the length of the folder's path in a file's path. */
interface Rules {
  rules: Ignore;
  depth: number;
}

/**
 * Paths of the files to pack, relative with "/" and sorted by code units, so that the order is the same everywhere. Honours
 * .gitignore and .rayignore in every folder, and leaves out virtual environments. Throws INVALID for symbolic links: a package holds plain files, and what a
 * link leads to is not the same on another machine.
 */
export async function listPackageFiles(directory: string): Promise<string[]> {
  const files: string[] = [];
  await collect(directory, '', [{ rules: ignore().add(ALWAYS), depth: 0 }], files);
  return files.toSorted((a, b) => (a < b ? -1 : 1));
}

async function collect(root: string, folder: string, above: Rules[], files: string[]): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  if (folder !== '' && entries.some((entry) => entry.name === ENVIRONMENT_FILE)) return;
  const here = entries.filter((entry) => entry.isFile() && IGNORE_FILES.includes(entry.name));
  const rules =
    here.length === 0
      ? above
      : [
          ...above,
          await readRules(
            root,
            folder,
            here.map((entry) => entry.name),
          ),
        ];
  for (const entry of entries) {
    const path = folder + entry.name;
    if (isIgnored(rules, entry.isDirectory() ? `${path}/` : path)) continue;
    if (entry.isSymbolicLink()) {
      throw new RaydeckError(
        'INVALID',
        `${path} is a symbolic link, and a package holds plain files: replace it by what it leads to, or name it in .gitignore.`,
      );
    }
    if (entry.isDirectory()) await collect(root, `${path}/`, rules, files);
    if (entry.isFile()) files.push(path);
  }
}

async function readRules(root: string, folder: string, names: string[]): Promise<Rules> {
  const rules = ignore();
  for (const name of names) rules.add(await readFile(join(root, folder, name), 'utf8'));
  return { rules, depth: folder.length };
}

/** As git does it: the innermost folder that says anything about a path decides. */
function isIgnored(all: readonly Rules[], path: string): boolean {
  for (const { rules, depth } of all.toReversed()) {
    const verdict = rules.test(path.slice(depth));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { z } from 'zod';

/** An interpreter that Ray runs on. */
export interface Python {
  executable: string;
  /** Major and minor: 3.12. */
  version: string;
  /** True when it is not the version that everything here is tried on. */
  isSecondChoice: boolean;
}

export interface PythonPlaces {
  path: string;
  home: string;
  pyenvRoot: string | undefined;
}

export const PREFERRED_VERSION = '3.12';
/** After the preferred one, newest first. */
const SUPPORTED_VERSIONS = [PREFERRED_VERSION, '3.14', '3.13', '3.11', '3.10'];

export function findPython(places: PythonPlaces): Python {
  for (const version of SUPPORTED_VERSIONS) {
    const executable = listCandidates(version, places).find((candidate) => isCPython(candidate, version));
    if (executable !== undefined) return { executable, version, isSecondChoice: version !== PREFERRED_VERSION };
  }
  throw new MachineError(
    'No Python 3.10 to 3.14 was found.',
    'Install Python 3.12: `apt-get install python3 python3-venv`, `brew install python@3.12`, `pyenv install 3.12` or `uv python install 3.12`.',
  );
}

function listCandidates(version: string, { path, home, pyenvRoot }: PythonPlaces): string[] {
  const folders = path.split(delimiter).filter((folder) => folder.startsWith('/'));
  const places = [
    ...folders.map((folder) => join(folder, `python${version}`)),
    ...glob(join(pyenvRoot ?? join(home, '.pyenv'), `versions/${version}*/bin/python${version}`)),
    `/usr/local/bin/python${version}`,
    `/opt/homebrew/bin/python${version}`,
    `/usr/bin/python${version}`,
    ...glob(join(home, `.local/share/uv/python/cpython-${version}.*/bin/python${version}`)),
    ...folders.map((folder) => join(folder, 'python3')),
  ];
  return [...new Set(places)].filter((candidate) => existsSync(candidate));
}

/** Newest first: 3.12.10 before 3.12.9. */
function glob(pattern: string): string[] {
  return globSync(pattern).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

const Answer = z.object({ version: z.string(), name: z.literal('cpython'), hasGil: z.boolean() });

const QUESTION = `
import json, sys
print(json.dumps({"version": "%d.%d" % sys.version_info[:2], "name": sys.implementation.name,
  "hasGil": getattr(sys, "_is_gil_enabled", lambda: True)()}))`;

/** Runs it: a shim of pyenv exists for versions that are not installed. Ray has no free-threaded build. */
function isCPython(executable: string, version: string): boolean {
  try {
    const output = execFileSync(executable, ['-I', '-c', QUESTION], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const answer = Answer.safeParse(JSON.parse(output)).data;
    return answer?.version === version && answer.hasGil;
  } catch {
    return false;
  }
}

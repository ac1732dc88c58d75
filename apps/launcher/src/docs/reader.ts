import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import { findPython } from '../python/find-python.ts';
import { databaseUrlOf } from '../state/database-url.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { readStoredSettings } from '../state/settings-file.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { withDatabase } from '../steps/with-database.ts';
import type { Block } from './page-blocks.ts';
import { makeProject, typeErrors } from './typescript-program.ts';

export interface Done {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Somebody who follows a page, block by block: in a folder of his own, with a stack that runs. */
export interface Reader {
  folder: string;
  /** Gives address and key by environment, as an administrator who made himself a key. */
  becomeAdministrator: () => void;
  follow: (block: Block) => Promise<Done>;
  dispose: () => void;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const DEADLINE_MS = 300_000; // `up` may build the console

export function newReader(state: StateFolder): Reader {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'raydeck-reader-')));
  const url = readStoredSettings(state).stack?.webHealthUrl?.replace('/api/health', '') ?? '';
  const secrets = findSecrets(state);
  const python = findPython({
    path: process.env['PATH'] ?? '',
    home: process.env['HOME'] ?? '',
    pyenvRoot: process.env['PYENV_ROOT'],
  }).executable;
  const environmentFile = join(folder, '.environment');
  let lastId = '';
  let env: Record<string, string | undefined> = {
    CURL_HOME: folder,
    HOME: process.env['HOME'],
    PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
    PYTHONPATH: join(checkoutDir, 'python'),
    RAYDECK_STATE_DIR: state.root,
  };
  makeProject(folder);
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, '.curlrc'), 'fail-with-body\nwrite-out = "\\n"\n');
  // Without Ray, as the stack is.
  script(
    'raydeck',
    `[ "$1" = up ] && set -- "$@" --no-ray\nexec "${process.execPath}" "${checkoutDir}/apps/launcher/src/main.ts" "$@"`,
  );
  script('bin/raydeck', `exec "${python}" -m raydeck "$@"`);

  function script(name: string, text: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  /** The page's text with the values of this stack in place of its examples. */
  function withOwnValues(text: string): string {
    return text
      .replaceAll('http://127.0.0.1:3000', url)
      .replaceAll('rdk_…', secrets?.apiKey ?? '')
      .replaceAll(/^(?!#)(.*)01…/gm, `$1${lastId}`);
  }

  function run(command: string, args: string[]): Done {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: DEADLINE_MS,
    });
    if (error !== undefined) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
    lastId = (stdout.match(UUID) ?? stderr.match(UUID))?.[0] ?? lastId;
    return { exitCode: status, stdout, stderr };
  }

  /** One shell from block to block: the next one has this one's variables. */
  function runShell(text: string): Done {
    const done = run('bash', ['-euo', 'pipefail', '-ac', `trap 'env -0 >"${environmentFile}"' EXIT\n${text}`]);
    if (existsSync(environmentFile)) env = readEnvironment(environmentFile);
    return done;
  }

  function runProgram(text: string): Done {
    writeFileSync(join(folder, 'program.ts'), text);
    const errors = typeErrors(folder, 'program.ts');
    return errors === '' ? run(process.execPath, ['program.ts']) : { exitCode: 2, stdout: errors, stderr: '' };
  }

  /** The rows as lines, as psql prints them without alignment. */
  async function query(text: string): Promise<Done> {
    const rows = await withDatabase(databaseUrlOf(state) ?? '', (db) =>
      db.prisma.$queryRawUnsafe<Record<string, unknown>[]>(text),
    );
    const lines = rows.map((row) => `${Object.values(row).map(String).join('|')}\n`);
    return { exitCode: 0, stdout: lines.join(''), stderr: '' };
  }

  /** Queues, profiles and schedules are applied; other JSON is what the API answers, and only has to be JSON. */
  function useJson(text: string): Done {
    const value = JSON.parse(text) as object;
    if (!['queues', 'profiles', 'schedules'].some((name) => name in value)) {
      return { exitCode: 0, stdout: '', stderr: '' };
    }
    writeFileSync(join(folder, 'raydeck.config.json'), text);
    return run('./raydeck', ['config', '--config', 'raydeck.config.json']);
  }

  return {
    folder,
    becomeAdministrator: () => {
      env = { ...env, RAYDECK_URL: url, RAYDECK_API_KEY: secrets?.adminApiKey };
    },
    follow: async ({ language, place, text }) => {
      const own = withOwnValues(text);
      if (language === 'sh') return runShell(own);
      if (language === 'python') return run(python, ['-c', own]);
      if (language === 'ts') return runProgram(own);
      if (language === 'sql') return query(own);
      if (language === 'json') return useJson(own);
      throw new Error(`${place}: nobody knows how to run ${language}.`);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readEnvironment(file: string): Record<string, string> {
  const entries = readFileSync(file, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(entries.map(pairOf));
}

function pairOf(entry: string): [name: string, value: string] {
  const at = entry.indexOf('=');
  return [entry.slice(0, at), entry.slice(at + 1)];
}

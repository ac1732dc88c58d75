import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Env } from '../env.ts';

/**
 * A pip that can install into the environment of `target`, which has none: the wheel that Debian keeps for venvs,
 * or the pip of another interpreter (from 22.3 on it can serve a foreign one).
 */
export function findPipElsewhere(
  target: string,
  { path, home, pyenvRoot }: Pick<Env, 'path' | 'home' | 'pyenvRoot'>,
): string[] | undefined {
  const folders = path.split(delimiter).filter((folder) => folder.startsWith('/'));
  const wheels = globSync('/usr/share/python-wheels/pip-*.whl').map((wheel) => [target, join(wheel, 'pip')]);
  const interpreters = [
    ...folders.flatMap((folder) => globSync(join(folder, 'python3{,.[0-9]*}'))),
    ...globSync(join(pyenvRoot ?? join(home, '.pyenv'), 'versions/3.*/bin/python3')),
    '/usr/bin/python3',
    '/usr/local/bin/python3',
  ].filter((candidate) => existsSync(candidate));
  const others = [...new Set(interpreters)].map((interpreter) => [interpreter, '-m', 'pip', '--python', target]);
  return [...wheels, ...others].find(works);
}

function works(pip: string[]): boolean {
  const [command, ...args] = pip;
  if (command === undefined) return false;
  try {
    execFileSync(command, [...args, '--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

import { spawnSync } from 'node:child_process';

/** Somebody who did not build what he runs: in the image that is `node`, here nobody, or ourselves when we are not root. */
export type Stranger = { uid: number; gid: number } | Record<string, never>;

export function findStranger(): Stranger {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

/** A Python from 3.10 on that the stranger may run: one below a home of root is not for everybody. */
export function findPythonOf(stranger: Stranger): string {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/local/bin', '/usr/bin'];
  const check = ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'];
  const isUsable = (python: string) => spawnSync(python, check, { ...stranger, cwd: '/', env: {} }).status === 0;
  const python = folders.map((folder) => `${folder}/python3`).find(isUsable);
  if (python !== undefined) return python;
  throw new Error('No Python from 3.10 on that every user may run: install one, as by `apt-get install python3`.');
}

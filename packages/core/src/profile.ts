/** Where user code comes from: it is in the cluster's image, a package by content hash, or a zip that the cluster fetches. */
export type ProfileSource = { kind: 'image' } | { kind: 'package'; hash: string } | { kind: 'uri'; uri: string };

export const installers = ['pip', 'uv'] as const;

export type Installer = (typeof installers)[number];

/** What Ray installs into a virtual environment of its own before the task starts. */
export interface Requirements {
  installer: Installer;
  packages: readonly string[];
}

/** User code and environment as a profile version holds them for a runner; never its secrets. A version never changes. */
export interface ProfileVersion {
  id: string;
  name: string;
  version: number;
  source: ProfileSource;
  requirements: Requirements | null;
  envVars: Readonly<Record<string, string>>;
  /** The interpreter's command where the task runs; null is the runner's own. */
  python: string | null;
}

/** Names by which the environment would choose the interpreter, load foreign code, or speak for Ray or for us. */
const reserved = /^(RAY_|RAYDECK_|LD_|DYLD_|PYTHON|PATH$)/i;

/** What is wrong with the name of a variable or secret; null when nothing is. */
export function variableProblem(name: string): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(name)) return 'must be letters, digits and _, at most 200 of them';
  if (reserved.test(name))
    return 'is reserved: RAY_*, RAYDECK_*, LD_*, DYLD_*, PYTHON* and PATH are not a profile’s to set';
  return null;
}

/**
 * What is wrong with the interpreter's command; null when nothing is. It becomes a part of a shell's line, so nothing that a
 * shell would read is allowed.
 */
export function pythonProblem(python: string): string | null {
  const word = '[A-Za-z0-9._+-]+';
  const isCommand = new RegExp(`^(?!-)(${word}|(/${word})+)$`).test(python);
  if (isCommand && python.length <= 200 && !python.split('/').includes('..')) return null;
  return 'must be an absolute path or a bare name such as python3.12, without spaces and shell characters';
}

/** What is wrong with the path of a settings module; null when nothing is. */
export function modulePathProblem(path: string): string | null {
  if (path.length <= 255 && /^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/.test(path)) return null;
  return 'must be a module’s path such as shop.settings';
}

import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import type { PythonEnvironment } from '../python/python-environment.ts';

/** One tool that looks at the whole repository and fails when it finds something. */
export interface Check {
  name: string;
  command: string;
  args: string[];
  cwd: string;
}

export function listChecks(python: PythonEnvironment): Check[] {
  const node = (name: string, tool: string, ...args: string[]): Check => ({
    name,
    command: join(checkoutDir, 'node_modules/.bin', tool),
    args,
    cwd: checkoutDir,
  });
  const ofPython = (name: string, ...args: string[]): Check => ({
    name,
    command: python.executable,
    args: ['-m', ...args],
    cwd: join(checkoutDir, 'python'),
  });
  // Programs that come from the same index as the Python tools.
  const beside = (name: string, tool: string, ...args: string[]): Check => ({
    name,
    command: join(dirname(python.executable), tool),
    args,
    cwd: checkoutDir,
  });
  const scripts = globSync('deploy/**/*.sh', { cwd: checkoutDir });
  return [
    node('format', 'prettier', '--check', '--log-level=warn', '.'),
    node('lint', 'oxlint', '--type-aware', '--deny-warnings'),
    node('types', 'turbo', 'run', 'typecheck', '--output-logs=errors-only', '--concurrency=2'),
    node('boundaries', 'turbo', 'boundaries'),
    node('dead code', 'knip'),
    ofPython('python format', 'ruff', 'format', '--check', '.'),
    ofPython('python lint', 'ruff', 'check', '.'),
    ofPython('python types', 'mypy'),
    beside('compose file', 'check-jsonschema', '--builtin-schema', 'vendor.compose-spec', 'docker-compose.yml'),
    beside('dockerfiles', 'hadolint', ...globSync('deploy/**/*.Dockerfile', { cwd: checkoutDir })),
    beside('shell scripts', 'shellcheck', 'raydeck', '.ci/run', ...scripts),
  ];
}

/** What a Python program needs of its machine. Everything else, secrets above all, has to be allowed by name. */
const BASIC = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'];

/** The allowed part of the worker's environment, with what the execution itself gets; that wins. */
export function localEnvironment(options: {
  inherited: Readonly<Record<string, string | undefined>>;
  allowed: readonly string[];
  execution: Record<string, string>;
  pythonPath: readonly string[];
}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of [...BASIC, ...options.allowed]) {
    const value = options.inherited[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...options.execution, PYTHONPATH: options.pythonPath.join(':') };
}

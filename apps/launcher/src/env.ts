import { z } from 'zod';

const Environment = z.object({
  RAYDECK_STATE_DIR: z.string().min(1).optional(),
  RAYDECK_URL: z.string().min(1).optional(),
  RAYDECK_API_KEY: z.string().min(1).optional(),
  RAYDECK_DEBUG: z.string().optional(),
  CI: z.string().optional(),
  HOME: z.string().optional(),
  PATH: z.string().optional(),
  PYENV_ROOT: z.string().optional(),
});

/** The launcher's own settings, and everything that it was started with. */
export interface Env {
  /** Overrides `.raydeck`, so that tests run stacks of their own. */
  stateDir: string | undefined;
  /** The Raydeck that task, queue and profile commands talk to, instead of this folder's own. */
  url: string | undefined;
  apiKey: string | undefined;
  /** Stack traces are shown. */
  debug: boolean;
  isCi: boolean;
  home: string;
  path: string;
  pyenvRoot: string | undefined;
  inherited: Record<string, string>;
}

export function readEnv(): Env {
  const inherited = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const parsed = Environment.parse(inherited);
  return {
    stateDir: parsed.RAYDECK_STATE_DIR,
    url: parsed.RAYDECK_URL,
    apiKey: parsed.RAYDECK_API_KEY,
    debug: isOn(parsed.RAYDECK_DEBUG),
    isCi: isOn(parsed.CI),
    home: parsed.HOME ?? '/',
    path: parsed.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    pyenvRoot: parsed.PYENV_ROOT,
    inherited,
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

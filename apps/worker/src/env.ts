import { hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerNames } from '@raydeck/core';
import { z } from 'zod';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const seconds = z.coerce.number().positive().max(86_400);
const port = z.coerce.number().int().min(0).max(65_535);

/** Settings of the worker; `docs/settings.md` says what each means. */
export const Env = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  RAYDECK_SECRET: z.string().min(32),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  RETRIES: z.coerce.number().int().min(1).max(100).default(3),
  RUNNER: z.enum(runnerNames).default('ray_job'),
  STUCK_TASK_TIMEOUT_SECONDS: seconds.default(300),
  WORKER_NAME: z.string().min(1).max(200).default(hostname()),
  QUEUES: list.default(['*']),
  CONCURRENCY: z.coerce.number().int().min(1).max(5_000).default(4),
  RAY_ADDRESS: z.string().optional(),
  RAY_AUTH_TOKEN: z.string().optional(),
  RAY_ENTRYPOINT_NUM_CPUS: z.coerce.number().min(0.001).default(1),
  LOCAL_RUNNER: flag.default(false),
  LOCAL_PYTHON: z.string().default('python3'),
  LOCAL_ENV: list.default([]),
  LOCAL_DIRECTORY: z.string().default(`${tmpdir()}/raydeck-local`),
  ATTEMPT_API_HOST: z.string().default('127.0.0.1'),
  ATTEMPT_API_PORT: port.default(7711),
  ATTEMPT_API_URLS: list.optional(),
  ATTEMPT_API_CA: z.string().optional(),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: port.default(7712),
  HEARTBEAT_INTERVAL_SECONDS: seconds.default(5),
  LEASE_SECONDS: seconds.default(20),
  RAYDECK_PYTHON_PACKAGE: z.string().default(fileURLToPath(new URL('../../../python', import.meta.url))),
  RESULTS: z.literal('database').default('database'),
});

export type Env = z.infer<typeof Env>;

/** Parses the environment; an empty variable counts as absent. Throws one sentence for each bad variable. */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  if (parsed.data.LEASE_SECONDS < 3 * parsed.data.HEARTBEAT_INTERVAL_SECONDS) {
    throw new Error('LEASE_SECONDS: must be at least three times HEARTBEAT_INTERVAL_SECONDS');
  }
  return parsed.data;
}

import { hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerNames } from '@raydeck/core';
import { EncryptionKeys, NewUser, RedactKeys, RedactPaths } from '@raydeck/services';
import { s3Settings, storagePlace } from '@raydeck/storage';
import { z } from 'zod';
import { parseAllowedTargets } from './webhooks/address-rules.ts';

/** What the row of a task takes: more makes every reader of it slow. */
const largestInlineBytes = 256 * 1024;
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const seconds = z.coerce.number().positive().max(86_400);
const port = z.coerce.number().int().min(0).max(65_535);
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });
const logLevel = z.enum(['debug', 'info', 'warn', 'error']).default('info');

/** Settings of the worker; `docs/settings.md` says what each means. */
export const Env = z.object({
  DATABASE_URL: databaseUrl,
  RAYDECK_SECRET: z.string().min(32),
  ENCRYPTION_KEYS: EncryptionKeys.optional(),
  ENCRYPT_PAYLOADS: flag.default(true),
  REDACT_KEYS: RedactKeys.default([]),
  REDACT_PATHS: RedactPaths.default([]),
  LOG_LEVEL: logLevel,
  LOG_SAMPLE: z.coerce.number().min(0).max(1).default(1),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  RETRIES: z.coerce.number().int().min(1).max(100).default(3),
  RUNNER: z.enum(runnerNames).default('ray_job'),
  STUCK_TASK_TIMEOUT_SECONDS: seconds.default(300),
  WORKER_NAME: z.string().min(1).max(200).default(hostname()),
  QUEUES: list.default(['*']),
  CONCURRENCY: z.coerce.number().int().min(1).max(5_000).default(4),
  RAY_ADDRESS: z.string().optional(),
  RAY_AUTH_TOKEN: z.string().optional(),
  RAY_RECORDS_KEEP_HOURS: z.coerce.number().min(0.1).max(8_760).default(3),
  RAY_JOBS_KEEP_DAYS: z.coerce.number().min(0).max(3_650).default(14),
  RAY_ENTRYPOINT_NUM_CPUS: z.coerce.number().min(0.001).default(1),
  RAY_CORE_RUNNER: flag.default(false),
  RAY_CORE_GATEWAYS: z.coerce.number().int().min(1).max(100).default(1),
  RAY_CORE_MIN_ACTORS: z.coerce.number().int().min(0).max(10_000).default(0),
  RAY_CORE_MAX_ACTORS: z.coerce.number().int().min(1).max(10_000).default(8),
  RAY_CORE_IDLE_SECONDS: seconds.default(60),
  RAY_CORE_ACTOR_COROUTINES: z.coerce.number().int().min(1).max(1_000).default(16),
  RAY_CORE_ACTOR_TASKS: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  RAY_CORE_ACTOR_MEGABYTES: z.coerce.number().int().min(0).max(100_000_000).default(0),
  LOCAL_RUNNER: flag.default(false),
  LOCAL_PYTHON: z.string().default('python3'),
  LOCAL_ENV: list.default([]),
  LOCAL_DIRECTORY: z.string().default(`${tmpdir()}/raydeck-local`),
  ATTEMPT_API_HOST: z.string().default('127.0.0.1'),
  ATTEMPT_API_PORT: port.default(7711),
  ATTEMPT_API_URLS: list.optional(),
  ATTEMPT_API_OWN_URL: z.url({ protocol: /^https?$/ }).optional(),
  ATTEMPT_API_CA: z.string().optional(),
  START_GRACE_SECONDS: seconds.default(60),
  REPORT_GRACE_SECONDS: seconds.default(600),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: port.default(7712),
  METRICS_CALLABLES: z.coerce.number().int().min(0).max(1_000).default(0),
  METRICS_DJANGO_RAY: flag.default(false),
  HEARTBEAT_INTERVAL_SECONDS: seconds.default(5),
  LEASE_SECONDS: seconds.default(20),
  RAYDECK_PYTHON_PACKAGE: z.string().default(fileURLToPath(new URL('../../../python', import.meta.url))),
  RESULTS: storagePlace.default({ scheme: 'database' }),
  RESULT_INLINE_BYTES: z.coerce.number().int().min(0).max(largestInlineBytes).default(largestInlineBytes),
  RESULT_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(64 * 1024 ** 3)
    .default(1024 ** 3),
  LOG_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(64 * 1024 ** 2)
    .default(1024 ** 2),
  WEBHOOK_ALLOWED_TARGETS: list.default([]).transform((entries, context) => {
    try {
      return parseAllowedTargets(entries);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : 'is not valid');
      return z.NEVER;
    }
  }),
  ...s3Settings,
});

export type Env = z.infer<typeof Env>;

/** Settings of the migrate step. */
export const MigrateEnv = z.object({
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: logLevel,
  DATABASE_SUPERUSER_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  ADMIN_EMAIL: NewUser.shape.email.optional(),
  ADMIN_PASSWORD: NewUser.shape.password.optional(),
  RAYDECK_API_KEY: z.string().optional(),
  RAYDECK_CONFIG: z.string().optional(),
  ENCRYPTION_KEYS: EncryptionKeys.optional(),
  ENCRYPT_PAYLOADS: flag.default(true),
});

export type MigrateEnv = z.infer<typeof MigrateEnv>;

export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const env = parse(Env, variables);
  if (env.LEASE_SECONDS < 3 * env.HEARTBEAT_INTERVAL_SECONDS) {
    throw new Error('LEASE_SECONDS: must be at least three times HEARTBEAT_INTERVAL_SECONDS');
  }
  if ((env.S3_ACCESS_KEY_ID === undefined) !== (env.S3_SECRET_ACCESS_KEY === undefined)) {
    throw new Error('S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: give both or none');
  }
  return env;
}

export function readMigrateEnv(variables: NodeJS.ProcessEnv = process.env): MigrateEnv {
  const env = parse(MigrateEnv, variables);
  if (env.DATABASE_SUPERUSER_URL && env.DATABASE_OWNER_URL) {
    throw new Error('DATABASE_OWNER_URL: leave it out, the superuser of DATABASE_SUPERUSER_URL makes an owner');
  }
  const { username, password, pathname } = new URL(env.DATABASE_URL);
  if (env.DATABASE_SUPERUSER_URL && !(username && password && pathname.length > 1)) {
    throw new Error('DATABASE_URL: must name the user, the password and the database to make');
  }
  if ((env.ADMIN_EMAIL === undefined) !== (env.ADMIN_PASSWORD === undefined)) {
    throw new Error('ADMIN_EMAIL, ADMIN_PASSWORD: give both or none');
  }
  return env;
}

/** An empty variable counts as absent. Throws one sentence for each bad variable. */
function parse<T>(schema: z.ZodType<T>, variables: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}

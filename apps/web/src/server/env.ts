import { runnerNames } from '@raydeck/core';
import { EncryptionKeys, RedactKeys, RedactPaths } from '@raydeck/services';
import { s3Settings, storagePlace } from '@raydeck/storage';
import { z } from 'zod';
import { LinkTemplate } from '../task/links/link-template.ts';
import { parseRoleRules } from './role-of-claims.ts';

const roleRules = z.string().transform((text, context) => {
  try {
    return parseRoleRules(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : 'is not valid');
    return z.NEVER;
  }
});

export const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }),
  NEXTAUTH_SECRET: z.string().min(32),
  ENCRYPTION_KEYS: EncryptionKeys.optional(),
  ENCRYPT_PAYLOADS: z
    .enum(['true', 'false'])
    .default('true')
    .transform((text) => text === 'true'),
  REDACT_KEYS: RedactKeys.default([]),
  REDACT_PATHS: RedactPaths.default([]),
  RETRIES: z.coerce.number().int().min(1).max(100).default(3),
  STUCK_TASK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(300),
  RUNNER: z.enum(runnerNames).default('ray_job'),
  RESULTS: storagePlace.default({ scheme: 'database' }),
  ...s3Settings,
  RAY_DASHBOARD_URL: z.url({ protocol: /^https?$/ }).optional(),
  LINK_GRAFANA: LinkTemplate.optional(),
  LINK_LOKI: LinkTemplate.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().min(1).max(50).default('single sign-on'),
  OIDC_SCOPES: z.string().min(1).default('openid email profile'),
  OIDC_ROLE_CLAIM: z.string().min(1).default('groups'),
  OIDC_ROLES: roleRules.optional(),
});

export type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/** The environment, parsed at first use: a build needs none. Empty variables count as absent. */
export function env(): Environment {
  parsed ??= Environment.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined && value !== '')),
  );
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = parsed;
  const given = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].filter((value) => value !== undefined);
  if (given.length % 3 !== 0) throw new Error('OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: give all or none');
  return parsed;
}

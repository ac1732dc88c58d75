import { RaydeckError, type RedactionRules } from '@raydeck/core';
import type { Context } from '../context.ts';
import { secretContext } from '../profiles/keep-secrets.ts';
import { storedProfileOf } from '../profiles/stored-profile.ts';

/**
 * What executions with these versions of profiles find in their environment and nobody is shown: secrets, as far as this
 * process has their key, and variables with a redacted name.
 */
export async function profileValues(
  { db, keyRing }: Pick<Context, 'db' | 'keyRing'>,
  rules: RedactionRules,
  profileIds: readonly string[],
): Promise<Map<string, string[]>> {
  const ids = [...new Set(profileIds)];
  if (ids.length === 0) return new Map();
  const rows = await db.prisma.profile.findMany({ where: { id: { in: ids } } });
  return new Map(
    rows.map((row) => {
      const { id, name, envVars, secrets } = storedProfileOf(row);
      const named = Object.entries(envVars).filter(([variable]) => rules.isSecretName(variable));
      const opened = Object.entries(secrets).flatMap(([secret, ciphertext]) => {
        try {
          return keyRing ? [keyRing.decrypt(ciphertext, secretContext(name, secret))] : [];
        } catch (error) {
          if (error instanceof RaydeckError) return [];
          throw error;
        }
      });
      return [id, [...named.map(([, value]) => value), ...opened]];
    }),
  );
}

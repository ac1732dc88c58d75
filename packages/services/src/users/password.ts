import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';

/** Long rather than odd; the upper bound keeps the hash's work bounded. */
export const newPassword = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(200, 'A password has at most 200 characters.');

// The library's default algorithm is argon2id; the costs are OWASP's first choice.
const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The text to keep of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, costs);
}

let decoy: Promise<string> | undefined;

/** Compares with the same work whether there is a hash or not, so that time does not tell who has an account. */
export async function isPasswordRight(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const right = await verify(passwordHash ?? (await decoy), password.slice(0, 200));
  return right && passwordHash !== null;
}

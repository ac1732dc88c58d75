import type { Database } from '@raydeck/db';
import { auditBySystem } from '../audit.ts';
import { emailAddress } from './email-address.ts';
import { hashPassword, newPassword } from './password.ts';

/** Creates the administrator of an installation that has no user yet; tells whether it did. Safe to repeat and to race. */
export async function ensureFirstAdministrator(
  db: Database,
  input: { email: string; password: string },
): Promise<boolean> {
  const email = emailAddress.parse(input.email);
  const passwordHash = await hashPassword(newPassword.parse(input.password));
  return db.prisma.$transaction(async (tx) => {
    // Two first starts at once: the lock conflicts with itself, and readers go on.
    await tx.$executeRaw`LOCK TABLE raydeck."user" IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.user.count()) > 0) return false;
    const user = await tx.user.create({
      data: { email, name: 'Administrator', passwordHash, role: 'ADMIN', canViewPayload: true },
    });
    const after = { email, role: 'ADMIN' };
    await auditBySystem(tx, { action: 'user.create', targetType: 'user', targetId: user.id, after });
    return true;
  });
}

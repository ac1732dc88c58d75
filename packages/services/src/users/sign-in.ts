import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { countSignIn, forgiveSignIn } from './count-sign-in.ts';
import { emailAddress } from './email-address.ts';
import { isPasswordRight } from './password.ts';

export interface SignIn {
  email: string;
  password: string;
  /** Where the request came from, as far as the web server knows. */
  address: string;
}

/** What a session carries; all else is read from the database on each request. */
export interface SignedIn {
  userId: string;
  epoch: number;
}

const windowSeconds = 15 * 60;
const limits = { account: 10, address: 50 };

/**
 * Checks e-mail and password. Wrong ones, unknown accounts and disabled ones get the same FORBIDDEN after the same work;
 * too many of them in a quarter of an hour, PRECONDITION, even with the right password.
 */
export async function signIn(db: Database, { email, password, address }: SignIn): Promise<SignedIn> {
  const account = emailAddress.safeParse(email).data ?? 'invalid';
  const accountKey = `sign-in:account:${account}`;
  const addressKey = `sign-in:address:${address.slice(0, 100)}`;
  const counts = await db.run(countSignIn, [[accountKey, addressKey], windowSeconds]);
  for (const { key, count, seconds_left: secondsLeft } of counts) {
    if (count > (key === accountKey ? limits.account : limits.address)) throw tooMany(secondsLeft);
  }
  const user = await db.prisma.user.findUnique({ where: { email: account } });
  const right = await isPasswordRight(user?.passwordHash ?? null, password);
  if (!right || !user || user.disabledAt) throw new RaydeckError('FORBIDDEN', 'E-mail or password is wrong.');
  await db.run(forgiveSignIn, [accountKey, addressKey]);
  await db.prisma
    .$executeRaw`UPDATE raydeck."user" SET last_sign_in_at = clock_timestamp() WHERE id = ${user.id}::uuid`;
  return { userId: user.id, epoch: user.sessionEpoch };
}

function tooMany(secondsLeft: number): RaydeckError {
  const minutes = Math.ceil(secondsLeft / 60);
  return new RaydeckError(
    'PRECONDITION',
    `Too many attempts to sign in. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  );
}

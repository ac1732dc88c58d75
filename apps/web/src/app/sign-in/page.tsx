import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '../../account/sign-in-form.tsx';
import { currentPrincipal } from '../../server/principal.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const { from } = await searchParams;
  const target = safePath(from);
  if (await currentPrincipal()) redirect(target);
  return <SignInForm target={target} />;
}

/** Only a path of our own: `//host` and `/\host` would leave the console. */
function safePath(from: string | string[] | undefined): string {
  if (typeof from !== 'string' || !/^\/(?![/\\])/.test(from)) return '/';
  return from;
}

import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { refusalWords } from '../../account/refusal-words.ts';
import { SignInForm } from '../../account/sign-in-form.tsx';
import { oidcName } from '../../server/oidc.ts';
import { currentPrincipal } from '../../server/principal.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<Partial<Record<'from' | 'refused' | 'error', string | string[]>>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { from, refused, error } = await searchParams;
  const target = safePath(from);
  if (await currentPrincipal()) redirect(target);
  const told = refusalWords(textOf(refused), textOf(error));
  return <SignInForm target={target} provider={oidcName()} told={told} />;
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Only a path of our own: `//host` and `/\host` would leave the console. */
function safePath(from: string | string[] | undefined): string {
  if (typeof from !== 'string' || !/^\/(?![/\\])/.test(from)) return '/';
  return from;
}

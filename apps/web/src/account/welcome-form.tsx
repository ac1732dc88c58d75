'use client';

import { Alert, Button, Center, Loader, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { FoundLink } from '@raydeck/services';
import { signIn } from 'next-auth/react';
import { useRouter } from 'next/navigation';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Brand } from '../shell/brand.tsx';
import { Link } from '../ui/link.tsx';
import { useAction } from '../ui/use-action.ts';
import { findLinkAction, redeemLinkAction } from './public-actions.ts';

type Found = FoundLink | 'looking' | { problem: string };

const titles = {
  invite: 'Welcome',
  reset: 'A new password',
  first: 'The first administrator',
} as const;

function whenHashChanges(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

const heldToken = () => window.location.hash.slice(1);

/** On the server, which never sees it. */
const noToken = () => null;

/** Opens an account by the token behind the #, which no server and no log has seen. */
export function WelcomeForm() {
  const [found, setFound] = useState<Found>('looking');
  const token = useSyncExternalStore(whenHashChanges, heldToken, noToken);
  useEffect(() => {
    if (token === null) return;
    void findLinkAction({ token: token || '-' }).then(
      (answer) => setFound(answer.ok ? answer.value : { problem: answer.message }),
      () => setFound({ problem: 'The console did not answer. Check the connection and try again.' }),
    );
  }, [token]);
  return (
    <Center component="main" mih="100vh" px="md" bg="var(--surface-sunken)">
      <Stack gap="lg" w="100%" maw={380}>
        <Brand />
        <Paper withBorder p="xl" radius="md" bg="var(--surface)">
          {found === 'looking' && (
            <Stack gap="md">
              <Title order={1}>Welcome</Title>
              <Loader size="sm" aria-label="Looking at the link" />
            </Stack>
          )}
          {typeof found === 'object' && 'problem' in found && (
            <Stack gap="md">
              <Title order={1}>This link does not work</Title>
              <Text size="sm">{found.problem} Ask an administrator for another.</Text>
              <Text size="sm">
                <Link href="/sign-in">Sign in</Link>
              </Text>
            </Stack>
          )}
          {typeof found === 'object' && 'purpose' in found && <Open link={found} token={token ?? ''} />}
        </Paper>
      </Stack>
    </Center>
  );
}

function Open({ link: { purpose, email }, token }: { link: FoundLink; token: string }) {
  const router = useRouter();
  const form = useForm({
    initialValues: { email: '', name: '', password: '', again: '' },
    validate: { again: (again, { password }) => (again === password ? null : 'These are not the same.') },
  });
  const [problem, setProblem] = useState<string | null>(null);
  const { run, pending } = useAction(redeemLinkAction, {
    done: () => null,
    onDone: (opened) => void enter(opened.email, form.values.password).then((path) => router.replace(path)),
    onFailed: ({ path, message }) => {
      if (path && path in form.values) form.setFieldError(path, message);
      else setProblem(message);
      return true;
    },
  });
  const asksName = purpose !== 'reset';
  return (
    <form
      method="post"
      onSubmit={form.onSubmit(({ email: own, name, password }) =>
        run({ token, password, ...(asksName && { name }), ...(email === null && { email: own }) }),
      )}
    >
      <Stack gap="md">
        <Stack gap={2}>
          <Title order={1}>{titles[purpose]}</Title>
          <Text size="sm" c="dimmed">
            {email ?? 'You let everybody else in.'}
          </Text>
        </Stack>
        {problem && (
          <Alert color="red" role="alert" p="xs" variant="light" c="var(--state-failed)">
            {problem}
          </Alert>
        )}
        {email === null && (
          <TextInput
            label="E-mail"
            type="email"
            size="sm"
            required
            autoComplete="username"
            {...form.getInputProps('email')}
          />
        )}
        {asksName && (
          <TextInput
            label="Name"
            size="sm"
            required
            maxLength={100}
            autoComplete="name"
            {...form.getInputProps('name')}
          />
        )}
        <PasswordInput
          label="Password"
          description="At least 12 characters"
          size="sm"
          required
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label="Once more"
          size="sm"
          required
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        <Button type="submit" size="sm" loading={pending} fullWidth>
          {purpose === 'reset' ? 'Set password' : 'Open account'}
        </Button>
      </Stack>
    </form>
  );
}

/** The way on: signed in, or to the page where one can be. */
async function enter(email: string, password: string): Promise<string> {
  const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => null);
  return answer?.ok && !answer.error ? '/' : '/sign-in';
}

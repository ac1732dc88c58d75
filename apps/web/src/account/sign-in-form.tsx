'use client';

import { Alert, Button, Center, Divider, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Brand } from '../shell/brand.tsx';
import { useIsInBrowser } from '../ui/clock.tsx';

interface Props {
  target: string;
  /** What the OpenID provider is called; null without one. */
  provider: string | null;
  /** Why signing in there led to nothing. */
  told: string | null;
}

export function SignInForm({ target, provider, told }: Props) {
  const router = useRouter();
  const inBrowser = useIsInBrowser();
  const [problem, setProblem] = useState<string | null>(told);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setProblem(null);
    const answer = await enter(textOf(form, 'email'), textOf(form, 'password'));
    if (answer !== null) {
      setProblem(answer);
      setPending(false);
      return;
    }
    router.replace(target);
  };

  return (
    <Center component="main" mih="100vh" px="md" bg="var(--surface-sunken)">
      <Stack gap="lg" w="100%" maw={360}>
        <Brand />
        <Paper withBorder p="xl" radius="md" bg="var(--surface)">
          {/* Sent before the script is there, a form would put the password into the address: hence post, and no button. */}
          <form method="post" onSubmit={submit}>
            <Stack gap="md">
              <Stack gap={2}>
                <Title order={1}>Sign in</Title>
                <Text size="sm" c="dimmed">
                  Durable tasks on Ray
                </Text>
              </Stack>
              {problem && (
                <Alert color="red" role="alert" p="xs" variant="light" c="var(--state-failed)">
                  {problem}
                </Alert>
              )}
              <TextInput
                name="email"
                label="E-mail"
                type="email"
                autoComplete="username"
                required
                size="sm"
                autoFocus
              />
              <PasswordInput name="password" label="Password" autoComplete="current-password" required size="sm" />
              <Button type="submit" size="sm" loading={pending} disabled={!inBrowser} fullWidth>
                Sign in
              </Button>
            </Stack>
          </form>
          {provider !== null && (
            <>
              <Divider my="md" label="or" />
              <Button
                variant="default"
                size="sm"
                disabled={!inBrowser}
                fullWidth
                onClick={() => void signIn('oidc', { callbackUrl: target })}
              >
                Sign in with {provider}
              </Button>
            </>
          )}
        </Paper>
        <Text size="xs" c="dimmed">
          No account? An administrator invites you under Users.
        </Text>
      </Stack>
    </Center>
  );
}

/** Null when signed in, else what to tell. */
async function enter(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return answer?.error ?? 'Signing in did not work.';
  } catch {
    return 'The console did not answer. Check the connection and try again.';
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

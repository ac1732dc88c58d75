'use client';

import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { signIn } from 'next-auth/react';
import { useAction } from '../ui/use-action.ts';
import { changePasswordAction } from './actions.ts';

const empty = { current: '', next: '', again: '' };

export function ChangePassword({ email }: { email: string }) {
  const form = useForm({
    initialValues: empty,
    validate: {
      current: (value) => (value === '' ? 'The password you have now.' : null),
      next: (value) => (value.length < 12 ? 'A password has at least 12 characters.' : null),
      again: (value, values) => (value === values.next ? null : 'The two are not the same.'),
    },
  });
  const { run, pending } = useAction(changePasswordAction, {
    done: () => 'Your password is changed; your other sessions ended.',
    onDone: () => {
      // All sessions ended, this one too: the new password opens it again.
      void signIn('credentials', { email, password: form.values.next, redirect: false });
      form.reset();
    },
    onFailed: ({ path, message }) => {
      if (!path || !(path in empty)) return false;
      form.setFieldError(path, message);
      return true;
    },
  });
  return (
    <form method="post" onSubmit={form.onSubmit(({ current, next }) => run({ current, next }))}>
      <Stack gap="md" maw={340}>
        <input type="hidden" name="username" value={email} autoComplete="username" readOnly />
        <PasswordInput label="Current password" autoComplete="current-password" {...form.getInputProps('current')} />
        <PasswordInput
          label="New password"
          description="At least 12 characters"
          autoComplete="new-password"
          {...form.getInputProps('next')}
        />
        <PasswordInput label="New password again" autoComplete="new-password" {...form.getInputProps('again')} />
        <Group>
          <Button type="submit" loading={pending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

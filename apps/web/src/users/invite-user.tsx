'use client';

import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Role } from '@raydeck/core';
import { IconMailPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { inviteUserAction } from './actions.ts';
import { RoleSelect } from './add-user.tsx';
import { LinkDialog } from './link-dialog.tsx';

const empty = { email: '', role: 'VIEWER' as Role, canViewPayload: false };

/** Makes an account and the link by which its owner opens it. */
export function InviteUser({ mayGivePayload }: { mayGivePayload: boolean }) {
  const [opened, setOpened] = useState(false);
  const [made, setMade] = useState<{ token: string; email: string } | null>(null);
  const form = useForm({ initialValues: empty });
  const close = () => {
    setOpened(false);
    form.reset();
  };
  const { run, pending } = useAction(inviteUserAction, {
    done: () => null,
    onDone: (token) => {
      setMade({ token, email: form.values.email });
      close();
    },
    onFailed: ({ path, message }) => {
      if (!path || !(path in empty)) return false;
      form.setFieldError(path, message);
      return true;
    },
  });
  return (
    <>
      <Button leftSection={<IconMailPlus size={14} aria-hidden />} onClick={() => setOpened(true)}>
        Invite
      </Button>
      {made && (
        <LinkDialog token={made.token} onClose={() => setMade(null)}>
          Give it to {made.email}: it works once, for a week, and is shown this once.
        </LinkDialog>
      )}
      <Dialog opened={opened} onClose={close} title="Invite somebody">
        <form method="post" onSubmit={form.onSubmit((values) => run(values))} noValidate>
          <Stack gap="md">
            <TextInput
              label="E-mail"
              type="email"
              required
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('email')}
            />
            <RoleSelect value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
            {mayGivePayload && (
              <Switch
                label="May see payloads: arguments, results, logs, tracebacks"
                {...form.getInputProps('canViewPayload', { type: 'checkbox' })}
              />
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Back
              </Button>
              <Button type="submit" loading={pending}>
                Make invitation
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

'use client';

import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Role } from '@raydeck/core';
import { IconPlus } from '@tabler/icons-react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { createUserAction } from './actions.ts';
import { newPassword } from './new-password.ts';
import { PasswordField } from './password-field.tsx';
import { roleOptions } from './role-words.ts';

const empty = { email: '', name: '', password: '', role: 'VIEWER' as Role, canViewPayload: false };

export function AddUser() {
  const [opened, { open, close }] = useDisclosure(false);
  const form = useForm({ initialValues: empty });
  const { run, pending } = useAction(createUserAction, {
    done: ({ email }) => `${email} may sign in now.`,
    onDone: close,
    onFailed: ({ path, message }) => {
      if (!path || !(path in empty)) return false;
      form.setFieldError(path, message);
      return true;
    },
  });
  const begin = () => {
    form.setValues({ ...empty, password: newPassword() });
    form.clearErrors();
    open();
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={begin}>
        Add user
      </Button>
      <Dialog opened={opened} onClose={close} title={'Add a user'}>
        <form method="post" onSubmit={form.onSubmit((values) => run(values))}>
          <Stack gap="md">
            <TextInput
              label="E-mail"
              type="email"
              required
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('email')}
            />
            <TextInput label="Name" required autoComplete="off" {...form.getInputProps('name')} />
            <PasswordField
              value={form.values.password}
              onChange={(password) => form.setFieldValue('password', password)}
              error={typeof form.errors['password'] === 'string' ? form.errors['password'] : undefined}
            />
            <RoleSelect value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
            <Switch
              label="May see payloads: arguments, results, logs, tracebacks"
              {...form.getInputProps('canViewPayload', { type: 'checkbox' })}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Back
              </Button>
              <Button type="submit" loading={pending}>
                Add user
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      data={roleOptions}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => {
        const option = roleOptions.find((candidate) => candidate.value === chosen);
        if (option) onChange(option.value);
      }}
      description={roleOptions.find((option) => option.value === value)?.description}
    />
  );
}

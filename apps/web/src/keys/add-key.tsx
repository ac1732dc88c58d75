'use client';

import { Button, Checkbox, Group, MultiSelect, Select, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Scope, scopes } from '@raydeck/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { OnceDialog } from '../ui/once-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { createKeyAction } from './actions.ts';
import { scopeWords } from './scope-words.ts';

interface Values {
  name: string;
  scopes: Scope[];
  queues: string[];
  callables: string[];
  ownTasksOnly: boolean;
  canViewPayload: boolean;
  /** Days from now; `never` for none. */
  expires: string;
}

const initialValues: Values = {
  name: '',
  scopes: ['tasks:read', 'tasks:write'],
  queues: [],
  callables: [],
  ownTasksOnly: false,
  canViewPayload: false,
  expires: '365',
};

const expiries = [
  { value: '7', label: 'in a week' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'never', label: 'never' },
];

/** Makes a key and shows its text this once. */
export function AddKey({ queues, mayGivePayload }: { queues: string[]; mayGivePayload: boolean }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const form = useForm<Values>({
    initialValues,
    validate: {
      name: (name) => (name.trim() === '' ? 'A key has a name: who or what uses it.' : null),
      scopes: (chosen) => (chosen.length === 0 ? 'Choose at least one.' : null),
    },
  });
  const close = () => {
    setOpened(false);
    form.reset();
  };
  const { run, pending } = useAction(createKeyAction, {
    done: () => null,
    onDone: (made) => {
      close();
      setText(made.text);
    },
    onFailed: ({ path, message }) => {
      const field = path?.replace(/[.[].*$/, '').replace('expiresAt', 'expires') ?? '';
      if (!(field in initialValues)) return false;
      form.setFieldError(field, message);
      return true;
    },
  });
  const save = ({ expires, ...values }: Values) => {
    run({ ...values, expiresAt: expires === 'never' ? null : daysFromNow(Number(expires)) });
  };
  return (
    <>
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpened(true)}>
        Add key
      </Button>
      {text !== null && (
        <OnceDialog title="The key" text={text} copy="Copy key" onClose={() => setText(null)}>
          Copy it to where it is used now: it is shown this once, and kept only as a hash.
        </OnceDialog>
      )}
      <Dialog opened={opened} onClose={close} title="Add an API key">
        <form onSubmit={form.onSubmit(save)} noValidate>
          <Stack gap="md">
            <TextInput
              label="Name"
              description="Who or what uses it; the audit log shows it"
              required
              maxLength={100}
              autoComplete="off"
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Checkbox.Group label="It may" required {...form.getInputProps('scopes')}>
              <Stack gap={8} mt={6}>
                {scopes.map((scope) => (
                  <Checkbox key={scope} size="xs" value={scope} label={scope} description={scopeWords[scope]} />
                ))}
              </Stack>
            </Checkbox.Group>
            <MultiSelect
              size="xs"
              label="Queues"
              description="Empty: all"
              data={queues}
              searchable
              {...form.getInputProps('queues')}
            />
            <TagsInput
              label="Callables"
              description="Dotted prefixes. Empty: all"
              clearable={false}
              {...form.getInputProps('callables')}
            />
            <Switch
              label="Only tasks that it enqueued itself"
              {...form.getInputProps('ownTasksOnly', { type: 'checkbox' })}
            />
            {mayGivePayload ? (
              <Switch
                label="May see arguments, results, errors and logs"
                {...form.getInputProps('canViewPayload', { type: 'checkbox' })}
              />
            ) : (
              <Text size="xs" c="dimmed">
                You have no payload permission, so the key gets none.
              </Text>
            )}
            <Select label="Expires" data={expiries} allowDeselect={false} {...form.getInputProps('expires')} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Back
              </Button>
              <Button type="submit" loading={pending}>
                Create key
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

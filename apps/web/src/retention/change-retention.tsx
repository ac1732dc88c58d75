'use client';

import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Retention } from '@raydeck/core';
import { RetentionChange } from '@raydeck/services/retention-settings';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeRetentionAction } from './actions.ts';
import { keepDaysOf } from './keep-days-of.ts';

const fields = [
  ['succeededDays', 'Succeeded tasks'],
  ['failedDays', 'Failed tasks'],
  ['canceledDays', 'Canceled tasks'],
  ['auditDays', 'Audit log'],
] as const;

type Values = Record<(typeof fields)[number][0] | 'reason', string>;

/** How long things are kept by default, and the way to change it. */
export function ChangeRetention({ now }: { now: Retention }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => setAsking(true)}>
        Change times
      </Button>
      {asking && <ChangeDialog now={now} onClose={() => setAsking(false)} />}
    </>
  );
}

function ChangeDialog({ now, onClose }: { now: Retention; onClose: () => void }) {
  const form = useForm<Values>({
    initialValues: {
      succeededDays: String(now.succeededDays),
      failedDays: String(now.failedDays),
      canceledDays: String(now.canceledDays),
      auditDays: String(now.auditDays),
      reason: '',
    },
    validate: (values) => problemsOf(values),
  });
  const { run, pending } = useAction(changeRetentionAction, {
    done: () => 'Holds from the next run on.',
    onDone: onClose,
  });
  const save = (values: Values) => {
    const parsed = RetentionChange.required().safeParse(daysOf(values));
    if (parsed.success) run({ ...parsed.data, reason: values.reason.trim() || undefined });
  };
  return (
    <Dialog opened onClose={onClose} title="How long things are kept">
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Stack gap="md">
          <SimpleGrid cols={2} spacing="md">
            {fields.map(([name, label]) => (
              <TextInput
                key={name}
                label={label}
                description="Days, or forever"
                autoComplete="off"
                {...form.getInputProps(name)}
              />
            ))}
          </SimpleGrid>
          <TextInput
            label="Reason"
            description="Optional, kept in the audit log."
            maxLength={500}
            autoComplete="off"
            {...form.getInputProps('reason')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={pending}>
              Back
            </Button>
            <Button type="submit" loading={pending}>
              Save times
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function daysOf(values: Values): Record<string, unknown> {
  return Object.fromEntries(fields.map(([name]) => [name, keepDaysOf(values[name])]));
}

function problemsOf(values: Values): Record<string, string> {
  const parsed = RetentionChange.safeParse(daysOf(values));
  return Object.fromEntries(
    (parsed.error?.issues ?? []).map(({ path, message }) => [String(path[0]), `It ${message}.`]),
  );
}

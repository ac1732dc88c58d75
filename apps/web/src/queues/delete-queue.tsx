'use client';

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { deleteQueueAction } from './actions.ts';

/** Asks for the queue's name: what is deleted does not come back. */
export function DeleteQueue({ name, onClose }: { name: string; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const { run, pending } = useAction(deleteQueueAction, { done: () => `Queue ${name} is deleted.`, onDone: onClose });
  const isRight = typed.trim() === name;
  return (
    <Dialog opened onClose={onClose} title={`Delete queue ${name}?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) run({ name, reason: reason.trim() || undefined });
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            Its settings and limits go; finished tasks stay. It is refused while tasks wait or run in it, or a schedule
            uses it.
          </Text>
          <TextInput
            label={`Type ${name} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <TextInput
            label="Reason"
            description="Optional, kept in the audit log."
            maxLength={500}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={pending}>
              Back
            </Button>
            <Button type="submit" color="red.9" loading={pending} disabled={!isRight}>
              Delete queue
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

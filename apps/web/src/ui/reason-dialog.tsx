'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Names what will be hit and what comes of it. */
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  reasonRequired?: boolean;
  /** While something else is missing still. */
  blocked?: boolean;
  /** What stands below the reason. */
  last?: ReactNode;
  pending: boolean;
  onConfirm: (reason: string) => void;
}

/** Asks before an action, and for the reason that the audit log keeps. */
export function ReasonDialog({
  opened,
  onClose,
  title,
  children,
  confirm,
  danger = false,
  reasonRequired = false,
  blocked = false,
  last = null,
  pending,
  onConfirm,
}: Props) {
  const [reason, setReason] = useState('');
  const missing = reasonRequired && reason.trim() === '';
  const close = () => {
    setReason('');
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing && !blocked) onConfirm(reason.trim());
        }}
      >
        <Stack gap="md">
          <Text size="sm" component="div">
            {children}
          </Text>
          <Textarea
            label="Reason"
            description={reasonRequired ? 'Kept in the audit log.' : 'Optional, kept in the audit log.'}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          {last}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} disabled={pending}>
              Back
            </Button>
            <Button type="submit" color={danger ? 'red.9' : 'deck'} loading={pending} disabled={missing || blocked}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

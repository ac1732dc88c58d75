'use client';

import { Button, Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { revokeKeyAction } from './actions.ts';

export function RevokeKey({ id, name }: { id: string; name: string }) {
  const [asking, setAsking] = useState(false);
  const [pauseSchedules, setPauseSchedules] = useState(false);
  const close = () => setAsking(false);
  const { run, pending } = useAction(revokeKeyAction, { done: () => `Key ${name} is revoked.`, onDone: close });
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        c="var(--state-failed)"
        aria-label={`Revoke key ${name}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <ReasonDialog
        opened={asking}
        onClose={close}
        title={`Revoke key ${name}?`}
        confirm="Revoke key"
        danger
        pending={pending}
        onConfirm={(reason) => run({ id, pauseSchedules, reason: reason || undefined })}
      >
        <Stack gap="sm">
          <span>It ends at once and for good: whatever uses it is refused. Its tasks stay and go on.</span>
          <Checkbox
            size="xs"
            label="Pause the schedules that it made"
            checked={pauseSchedules}
            onChange={(event) => setPauseSchedules(event.currentTarget.checked)}
          />
        </Stack>
      </ReasonDialog>
    </>
  );
}

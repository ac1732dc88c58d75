'use client';

import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { startRetentionAction } from './actions.ts';

/** Has the leader prune now; what would go stands on the page. */
export function RunNowButton() {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const { run, pending } = useAction(startRetentionAction, {
    done: () => 'The leader begins in seconds.',
    onDone: close,
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={() => setAsking(true)}>
        Run now
      </Button>
      <ReasonDialog
        opened={asking}
        onClose={close}
        title="Delete now what is over?"
        confirm="Run retention"
        danger
        pending={pending}
        onConfirm={(reason) => run({ reason })}
      >
        Finished tasks and audit rows whose time is over are deleted for good, with their attempts, results and logs.
        Pinned tasks stay.
      </ReasonDialog>
    </>
  );
}

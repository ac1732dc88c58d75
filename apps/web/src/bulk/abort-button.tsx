'use client';

import { Button, Text } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { abortBulkAction } from './actions.ts';
import { tasksWord } from './bulk-words.ts';

/** Ends an operation that is under way. */
export function AbortButton({ id, left }: { id: string; left: number }) {
  const [asking, setAsking] = useState(false);
  const abort = useAction(abortBulkAction, {
    done: ({ done, skipped }) => `Aborted after ${tasksWord(done + skipped)}.`,
    onDone: () => setAsking(false),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStopFilled size={13} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Abort
      </Button>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Abort this operation?"
        confirm="Abort operation"
        danger
        pending={abort.pending}
        onConfirm={(reason) => abort.run({ id, reason: reason || undefined })}
      >
        <Text size="sm">
          What was done stays done. About {tasksWord(left)} that it has not come to stay as they are; a portion that is
          under way is finished.
        </Text>
      </ReasonDialog>
    </>
  );
}

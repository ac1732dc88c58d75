import { Text } from '@mantine/core';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { runTaskNowAction } from '../actions.ts';
import type { DialogProps } from './acts.tsx';

export function RunNowDialog({ task, opened, onClose }: DialogProps) {
  const runNow = useAction(runTaskNowAction, { done: () => 'It is due now.', onDone: onClose });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Run this task now?"
      confirm="Run now"
      pending={runNow.pending}
      onConfirm={(reason) => runNow.run({ id: task.id, reason })}
    >
      <Text size="sm">
        <b>{task.callable}</b> no longer waits for its time. Its turn in queue {task.queue}, and the limits there, stay.
      </Text>
    </ReasonDialog>
  );
}

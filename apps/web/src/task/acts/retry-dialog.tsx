import { Text } from '@mantine/core';
import { retryTaskAction } from '../../tasks/actions.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { DialogProps, Target } from './acts.tsx';

export function RetryDialog({ task, opened, onClose }: DialogProps<Pick<Target, 'id' | 'callable'>>) {
  const retry = useAction(retryTaskAction, { done: () => 'Queued again.', onDone: onClose });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Retry this task?"
      confirm="Retry task"
      pending={retry.pending}
      onConfirm={(reason) => retry.run({ id: task.id, reason })}
    >
      <Text size="sm">
        <b>{task.callable}</b> is queued again, due now, with the same arguments and a fresh budget of attempts. What
        its earlier attempts did stays done.
      </Text>
    </ReasonDialog>
  );
}

import { Text } from '@mantine/core';
import { cancelTaskAction } from '../../tasks/actions.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { DialogProps, Target } from './acts.tsx';

export function CancelDialog({ task, opened, onClose }: DialogProps<Pick<Target, 'id' | 'callable' | 'state'>>) {
  const cancel = useAction(cancelTaskAction, {
    done: ({ state }) => (state === 'CANCELED' ? 'Canceled.' : 'Cancel asked: the execution is being stopped.'),
    onDone: onClose,
  });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Cancel this task?"
      confirm="Cancel task"
      danger
      pending={cancel.pending}
      onConfirm={(reason) => cancel.run({ id: task.id, reason })}
    >
      <Text size="sm">
        {task.state === 'RUNNING' ? (
          <>
            The execution of <b>{task.callable}</b> is asked to end and then stopped. If it finishes first, its outcome
            counts.
          </>
        ) : (
          <>
            <b>{task.callable}</b> will not run.
          </>
        )}
      </Text>
    </ReasonDialog>
  );
}

import { Text } from '@mantine/core';
import { pinTaskAction } from '../../tasks/actions.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { DialogProps } from './acts.tsx';

export function PinDialog({ task, opened, onClose }: DialogProps) {
  const pin = useAction(pinTaskAction, {
    done: ({ pinned }) => (pinned ? 'Kept for good.' : 'Goes when its time is over.'),
    onDone: onClose,
  });
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={task.pinned ? 'Unpin this task?' : 'Pin this task?'}
      confirm={task.pinned ? 'Unpin task' : 'Pin task'}
      pending={pin.pending}
      onConfirm={(reason) => pin.run({ id: task.id, pinned: !task.pinned, reason })}
    >
      <Text size="sm">
        {task.pinned ? (
          <>
            <b>{task.callable}</b> is deleted when its time is over, with its attempts and logs.
          </>
        ) : (
          <>
            <b>{task.callable}</b> is kept whatever the retention says, with its attempts and logs.
          </>
        )}
      </Text>
    </ReasonDialog>
  );
}

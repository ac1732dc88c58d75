'use client';

import { Button, Text, Tooltip } from '@mantine/core';
import { isTaskFinal, type TaskState } from '@raydeck/core';
import { IconBan, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { cancelTaskAction, retryTaskAction } from '../tasks/actions.ts';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';

interface Target {
  id: string;
  callable: string;
  state: TaskState;
  cancelRequested: boolean;
}

/** What can be done to the task in its state; for whom it is not allowed, why not. */
export function TaskButtons({ task, mayAct }: { task: Target; mayAct: boolean }) {
  const [asking, setAsking] = useState<'retry' | 'cancel' | null>(null);
  const close = () => setAsking(null);
  const cancel = useAction(cancelTaskAction, {
    done: ({ state }) => (state === 'CANCELED' ? 'Canceled.' : 'Cancel asked: the execution is being stopped.'),
    onDone: close,
  });
  const retry = useAction(retryTaskAction, { done: () => 'Queued again.', onDone: close });
  const canRetry = task.state === 'FAILED' || task.state === 'CANCELED';
  const canCancel = !isTaskFinal(task.state);
  return (
    <>
      {canRetry && (
        <Act
          label="Retry"
          icon={<IconRefresh size={14} aria-hidden />}
          mayAct={mayAct}
          onClick={() => setAsking('retry')}
        />
      )}
      {canCancel && (
        <Act
          label={task.cancelRequested ? 'Cancel asked' : 'Cancel'}
          icon={<IconBan size={14} aria-hidden />}
          mayAct={mayAct}
          isDone={task.cancelRequested}
          onClick={() => setAsking('cancel')}
        />
      )}
      <ReasonDialog
        opened={asking === 'retry'}
        onClose={close}
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
      <ReasonDialog
        opened={asking === 'cancel'}
        onClose={close}
        title="Cancel this task?"
        confirm="Cancel task"
        danger
        pending={cancel.pending}
        onConfirm={(reason) => cancel.run({ id: task.id, reason })}
      >
        <Text size="sm">
          {task.state === 'RUNNING' ? (
            <>
              The execution of <b>{task.callable}</b> is asked to end and then stopped. If it finishes first, its
              outcome counts.
            </>
          ) : (
            <>
              <b>{task.callable}</b> will not run.
            </>
          )}
        </Text>
      </ReasonDialog>
    </>
  );
}

interface ActProps {
  label: string;
  icon: React.ReactNode;
  mayAct: boolean;
  isDone?: boolean;
  onClick: () => void;
}

/** A disabled button says why; `data-disabled` keeps it reachable, so that the reason is. */
function Act({ label, icon, mayAct, isDone = false, onClick }: ActProps) {
  const blocked = !mayAct || isDone;
  const why = mayAct ? 'The execution is being stopped.' : 'Your role may look, not act: ask for OPERATOR.';
  return (
    <Tooltip label={why} disabled={!blocked}>
      <Button
        variant="default"
        leftSection={icon}
        {...(blocked ? { 'data-disabled': true } : {})}
        aria-disabled={blocked}
        onClick={blocked ? (event) => event.preventDefault() : onClick}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

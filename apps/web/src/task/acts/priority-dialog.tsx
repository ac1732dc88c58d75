import { NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { changePriorityAction } from '../actions.ts';
import type { DialogProps } from './acts.tsx';

export function PriorityDialog({ task, opened, onClose }: DialogProps) {
  const [given, setGiven] = useState<number | null>(null);
  const close = () => {
    setGiven(null);
    onClose();
  };
  const priority = given ?? task.priority;
  const change = useAction(changePriorityAction, { done: () => `Its priority is ${priority}.`, onDone: close });
  return (
    <ReasonDialog
      opened={opened}
      onClose={close}
      title="Change priority?"
      confirm="Change priority"
      pending={change.pending}
      onConfirm={(reason) => change.run({ id: task.id, priority, reason })}
    >
      <Stack gap="sm">
        <Text size="sm">
          Of queue {task.queue}, tasks of higher priority run before <b>{task.callable}</b>.
        </Text>
        <NumberInput
          label="Priority"
          description={`From −100 to 100; it has ${task.priority}.`}
          value={priority}
          onChange={(value) => setGiven(typeof value === 'number' ? value : null)}
          min={-100}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
        />
      </Stack>
    </ReasonDialog>
  );
}

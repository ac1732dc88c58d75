'use client';

import { Stack, Text } from '@mantine/core';
import { type BulkAction, confirmAbove } from '@raydeck/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { startBulkAction } from './actions.ts';
import { bulkWords, tasksWord } from './bulk-words.ts';
import { ChangeField, type ChangeValues, changeOf, startValues } from './change-field.tsx';
import { CountField, isCountTyped } from './count-field.tsx';
import { PreviewBox } from './preview-box.tsx';
import { RateField } from './rate-field.tsx';
import { type BulkTasks, useBulkPreview } from './use-bulk-preview.ts';
import { WhichTasks } from './which-tasks.tsx';

export interface BulkAsked {
  action: BulkAction;
  tasks: BulkTasks;
  /** Ticked tasks that the action does not fit. */
  leftOut: number;
}

interface Props extends BulkAsked {
  opened: boolean;
  onClose: () => void;
}

/** Asks before an operation on many tasks: how many and which, what shall become of them, why, and how fast. */
export function BulkDialog({ action, tasks, leftOut, opened, onClose }: Props) {
  const router = useRouter();
  const { preview, problem, isPassing, recount } = useBulkPreview(action, tasks);
  const [values, setValues] = useState<ChangeValues>(startValues);
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const start = useAction(startBulkAction, {
    done: () => null,
    onDone: ({ id }) => {
      onClose();
      router.push(`/bulk/${id}`);
    },
    onFailed: ({ code, message }) => {
      setRefusal(message);
      // Others came meanwhile: their number must be seen and confirmed.
      if (code === 'CONFLICT') {
        setTyped('');
        recount();
      }
      return true;
    },
  });
  const { to, effect } = bulkWords[action];
  const change = changeOf(action, values);
  const count = preview?.count ?? 0;
  const { perSecond } = values;
  const isConfirmed = count > 0 && (count <= confirmAbove || isCountTyped(typed, count));
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title={to('tasks')}
      confirm={to(preview ? tasksWord(count) : 'tasks')}
      danger={action === 'cancel' || action === 'delete'}
      reasonRequired
      blocked={!isConfirmed || change === null || perSecond === null}
      pending={start.pending}
      onConfirm={(reason) => {
        if (!preview || !change || perSecond === null) return;
        const { filter } = preview;
        setRefusal(null);
        start.run({
          ...change,
          ...('ids' in tasks ? tasks : { filter }),
          reason,
          perSecond,
          confirmedCount: count,
        });
      }}
      last={count > confirmAbove && <CountField count={count} typed={typed} onType={setTyped} />}
    >
      <Stack gap="sm">
        <Text size="sm">
          <WhichTasks tasks={tasks} leftOut={leftOut} /> {effect}
        </Text>
        <PreviewBox preview={preview} problem={refusal ?? problem} onRecount={isPassing ? recount : null} />
        <ChangeField action={action} values={values} onChange={setValues} />
        {count > 1 && <RateField count={count} values={values} onChange={setValues} />}
      </Stack>
    </ReasonDialog>
  );
}

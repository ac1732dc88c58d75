'use client';

import type { TaskSummary } from '@raydeck/services';
import { useState } from 'react';
import { bulkWords } from '../bulk/bulk-words.ts';
import { useKeys } from '../keys/keys-provider.tsx';
import { late } from '../ui/late/late.tsx';

const CancelDialog = late(async () => (await import('../task/acts/cancel-dialog.tsx')).CancelDialog);
const RetryDialog = late(async () => (await import('../task/acts/retry-dialog.tsx')).RetryDialog);

interface Props {
  /** The row that keys are on; null for none. */
  task: TaskSummary | null;
  mayRetry: boolean;
  mayCancel: boolean;
}

/** What keys do to the row that they are on, as on its own page. */
export function FocusedActs({ task, mayRetry, mayCancel }: Props) {
  const [asking, setAsking] = useState<{ act: 'retry' | 'cancel'; task: TaskSummary } | null>(null);
  const [opened, setOpened] = useState(false);
  const ask = (act: 'retry' | 'cancel') => () => {
    if (!task || !bulkWords[act].fits(task)) return;
    setAsking({ act, task });
    setOpened(true);
  };
  useKeys([
    ...(mayRetry ? [{ keys: 'r', label: 'Retry the task', run: ask('retry') }] : []),
    ...(mayCancel ? [{ keys: 'c', label: 'Cancel the task', run: ask('cancel') }] : []),
  ]);
  if (!asking) return null;
  const Dialog = asking.act === 'retry' ? RetryDialog : CancelDialog;
  return <Dialog task={asking.task} opened={opened} onClose={() => setOpened(false)} />;
}

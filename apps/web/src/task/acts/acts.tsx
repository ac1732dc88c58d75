'use client';

import { useHotkeys } from '@mantine/hooks';
import { isTaskFinal, type TaskState } from '@raydeck/core';
import type { Payload } from '@raydeck/services';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { CancelDialog } from './cancel-dialog.tsx';
import { PinDialog } from './pin-dialog.tsx';
import { PriorityDialog } from './priority-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import { RetryWithChangesDialog } from './retry-with-changes-dialog.tsx';
import { RunNowDialog } from './run-now-dialog.tsx';

/** The task as its dialogs name it. */
export interface Target {
  id: string;
  callable: string;
  state: TaskState;
  queue: string;
  priority: number;
  isDue: boolean;
  cancelRequested: boolean;
  pinned: boolean;
  /** Null while the state allows no retry: they may be large, and the page comes again every few seconds. */
  call: { args: Payload; kwargs: Payload } | null;
}

/** What can be done to a task from its page. */
export type Act = 'retry' | 'retry-with-changes' | 'cancel' | 'run-now' | 'change-priority' | 'pin';

interface Acts {
  task: Target;
  mayAct: boolean;
  /** Asks before doing it. */
  ask: (act: Act) => void;
}

const ActsContext = createContext<Acts | null>(null);

export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (!acts) throw new Error('This stands within <TaskActs>.');
  return acts;
}

/** Whether the task's state allows it. */
export function isPossible({ state, isDue, cancelRequested }: Target, act: Act): boolean {
  if (act === 'retry' || act === 'retry-with-changes') return state === 'FAILED' || state === 'CANCELED';
  if (act === 'cancel') return !isTaskFinal(state) && !cancelRequested;
  if (act === 'run-now') return state === 'QUEUED' && !isDue;
  if (act === 'change-priority') return state === 'QUEUED' || state === 'BLOCKED';
  return true;
}

/** One dialog for all that asks for it: the buttons of the head, what the explanation offers, and the keys `r` and `c`. */
export function TaskActs({
  task,
  queues,
  mayAct,
  children,
}: {
  task: Target;
  queues: string[];
  mayAct: boolean;
  children: ReactNode;
}) {
  const [asking, setAsking] = useState<Act | null>(null);
  const ask = (act: Act) => {
    if (mayAct && isPossible(task, act)) setAsking(act);
  };
  // Off in fields, which Mantine sees to, and while something asks already.
  const onKey = (act: Act) => () => {
    if (!document.querySelector('[role="dialog"]')) ask(act);
  };
  useHotkeys([
    ['r', onKey('retry')],
    ['c', onKey('cancel')],
  ]);
  const dialog = (act: Act) => ({ task, opened: asking === act, onClose: () => setAsking(null) });
  return (
    <ActsContext value={{ task, mayAct, ask }}>
      {children}
      <RetryDialog {...dialog('retry')} />
      <RetryWithChangesDialog {...dialog('retry-with-changes')} queues={queues} />
      <CancelDialog {...dialog('cancel')} />
      <RunNowDialog {...dialog('run-now')} />
      <PriorityDialog {...dialog('change-priority')} />
      <PinDialog {...dialog('pin')} />
    </ActsContext>
  );
}

export interface DialogProps<Known = Target> {
  task: Known;
  opened: boolean;
  onClose: () => void;
}

'use client';

import { useRouter } from 'next/navigation';
import { findTaskAction } from '../tasks/actions.ts';
import { useAction } from '../ui/use-action.ts';

interface Options {
  onFound?: () => void;
  /** Shows the problem where it was asked; without it a toast does. */
  onProblem?: (message: string) => void;
}

/** Goes to what a pasted id names: a task, an attempt, a Ray submission. */
export function useFind({ onFound, onProblem }: Options = {}) {
  const router = useRouter();
  const { run, pending } = useAction(findTaskAction, {
    done: () => null,
    onDone: (found) => {
      onFound?.();
      router.push(found.attemptId ? `/tasks/${found.taskId}?attempt=${found.attemptId}` : `/tasks/${found.taskId}`);
    },
    onFailed: (failure) => {
      onProblem?.(failure.message);
      return onProblem !== undefined;
    },
  });
  return { find: (text: string) => run({ text }), pending };
}

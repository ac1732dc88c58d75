'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import type { ActionResult } from '../server/action.ts';
import { showToast } from './show-toast.ts';

type Failure = Extract<ActionResult<unknown>, { ok: false }>;

interface Options<T> {
  /** What a toast says when it is done; null for none. */
  done: (value: T) => string | null;
  onDone?: (value: T) => void;
  /** True when the form has shown the failure itself. */
  onFailed?: (failure: Failure) => boolean;
}

/** Runs a server action: pending while it runs, a toast for what came of it, fresh data afterwards. */
export function useAction<Input, T>(action: (input: Input) => Promise<ActionResult<T>>, options: Options<T>) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const run = (input: Input) =>
    startTransition(async () => {
      const result = await settle(action(input));
      if (!result.ok) {
        if (options.onFailed?.(result)) return;
        showToast({ color: 'red', title: titleOf(result), message: result.message, autoClose: 8_000 });
        // Somebody else was faster: show what they did.
        if (result.code === 'CONFLICT' || result.code === 'NOT_FOUND') router.refresh();
        return;
      }
      const message = options.done(result.value);
      if (message) showToast({ color: 'green', message });
      options.onDone?.(result.value);
      router.refresh();
    });
  return { run, pending };
}

async function settle<T>(running: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await running;
  } catch {
    return {
      ok: false,
      code: 'UNAVAILABLE',
      message: 'The console did not answer. Check the connection and try again.',
    };
  }
}

function titleOf({ code }: Failure): string {
  if (code === 'CONFLICT') return 'Somebody was faster';
  if (code === 'FORBIDDEN') return 'Not allowed';
  if (code === 'SIGNED_OUT') return 'Signed out';
  if (code === 'UNAVAILABLE') return 'No answer';
  return 'That did not work';
}

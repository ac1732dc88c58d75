'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useAction } from '../ui/use-action.ts';
import { testProfileAction } from './actions.ts';

/** Tries the current version: the page shows the test from its first line. */
export function TestButton({ name }: { name: string }) {
  const router = useRouter();
  const { run, pending } = useAction(testProfileAction, {
    done: () => null,
    onDone: ({ taskId }) => router.push(`/profiles/${encodeURIComponent(name)}?test=${taskId}`),
  });
  return (
    <Button loading={pending} onClick={() => run({ name })}>
      Test
    </Button>
  );
}

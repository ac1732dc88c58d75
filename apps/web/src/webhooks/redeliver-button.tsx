'use client';

import { Button } from '@mantine/core';
import { useAction } from '../ui/use-action.ts';
import { redeliverAction } from './actions.ts';

export function RedeliverButton({ name, deliveryId, event }: { name: string; deliveryId: string; event: string }) {
  const { run, pending } = useAction(redeliverAction, { done: () => 'It is delivered again.' });
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={pending}
      aria-label={`Redeliver ${event}`}
      onClick={() => run({ name, deliveryId })}
    >
      Redeliver
    </Button>
  );
}

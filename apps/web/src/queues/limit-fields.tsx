'use client';

import { NumberInput, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Panel } from '../ui/panel.tsx';
import type { QueueValues } from './queue-values.ts';

/** How much of the queue runs at once, and how fast it starts. */
export function LimitFields({ form }: { form: UseFormReturnType<QueueValues> }) {
  return (
    <Panel title="Limits" note="empty: no limit">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md">
        <NumberInput
          label="Concurrency limit"
          description="Executions at once"
          min={1}
          max={100_000}
          allowDecimal={false}
          {...form.getInputProps('concurrencyLimit')}
        />
        <NumberInput
          label="Key limit"
          description="At once for each concurrencyKey"
          min={1}
          max={100_000}
          allowDecimal={false}
          {...form.getInputProps('keyLimit')}
        />
        <NumberInput
          label="Max pending"
          description="Submitted and not started"
          min={1}
          max={100_000}
          allowDecimal={false}
          {...form.getInputProps('maxPending')}
        />
        <NumberInput
          label="Rate: starts"
          description="At most so many starts"
          min={1}
          max={1_000_000}
          allowDecimal={false}
          {...form.getInputProps('rateTasks')}
        />
        <NumberInput
          label="Rate: seconds"
          description="in so many seconds"
          min={0.1}
          max={86_400}
          decimalScale={3}
          suffix=" s"
          {...form.getInputProps('rateSeconds')}
        />
      </SimpleGrid>
    </Panel>
  );
}

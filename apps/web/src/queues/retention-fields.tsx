'use client';

import { SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Panel } from '../ui/panel.tsx';
import type { QueueValues } from './queue-values.ts';

const fields = [
  ['succeededDays', 'Keep succeeded'],
  ['failedDays', 'Keep failed'],
  ['canceledDays', 'Keep canceled'],
] as const;

/** How long the queue's finished tasks are kept. */
export function RetentionFields({ form }: { form: UseFormReturnType<QueueValues> }) {
  return (
    <Panel title="Retention" note="empty: as the installation says">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md">
        {fields.map(([name, label]) => (
          <TextInput
            key={name}
            label={label}
            description="Days, or forever"
            autoComplete="off"
            {...form.getInputProps(name)}
          />
        ))}
      </SimpleGrid>
    </Panel>
  );
}

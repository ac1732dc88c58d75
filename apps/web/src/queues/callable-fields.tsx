'use client';

import { Stack, Switch, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Panel } from '../ui/panel.tsx';
import type { QueueValues } from './queue-values.ts';

/** Which functions the queue runs. */
export function CallableFields({ form }: { form: UseFormReturnType<QueueValues> }) {
  return (
    <Panel title="Callables">
      <Stack gap="md">
        <TagsInput
          label="Allowed callables"
          description="Dotted prefixes such as shop.tasks; Enter adds one. Empty: all."
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('allowedCallables')}
        />
        <Switch
          label="Run plain functions too, not only @raydeck.task and Django tasks"
          {...form.getInputProps('plainCallables', { type: 'checkbox' })}
        />
      </Stack>
    </Panel>
  );
}

'use client';

import { MultiSelect, NumberInput, Select, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { runnerNames } from '@raydeck/core';
import { Panel } from '../ui/panel.tsx';
import type { QueueValues } from './queue-values.ts';

/** What a task of the queue is given that says nothing itself. */
export function ExecutionFields({ form, profiles }: { form: UseFormReturnType<QueueValues>; profiles: string[] }) {
  return (
    <Panel title="Execution" note="empty: as the installation says">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md">
        <Select
          label="Runner"
          description="Unless the task says"
          data={[...runnerNames]}
          clearable
          clearButtonProps={{ 'aria-label': 'No runner' }}
          {...form.getInputProps('runner')}
        />
        <MultiSelect
          label="Allowed runners"
          description="Empty: all"
          size="xs"
          data={[...runnerNames]}
          {...form.getInputProps('allowedRunners')}
        />
        <Select
          label="Profile"
          description="Code and environment"
          data={profiles}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'No profile' }}
          {...form.getInputProps('profile')}
        />
        <MultiSelect
          label="Other profiles"
          description="That tasks may name; *: any"
          size="xs"
          data={['*', ...profiles]}
          searchable
          {...form.getInputProps('allowedProfiles')}
        />
        <NumberInput
          label="Max attempts"
          description="Unless the task says"
          min={1}
          max={100}
          allowDecimal={false}
          {...form.getInputProps('maxAttempts')}
        />
        <NumberInput
          label="Timeout"
          description="Of each attempt"
          min={1}
          suffix=" s"
          allowDecimal={false}
          {...form.getInputProps('timeoutSeconds')}
        />
      </SimpleGrid>
    </Panel>
  );
}

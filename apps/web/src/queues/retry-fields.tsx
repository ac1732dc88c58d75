'use client';

import { NumberInput, Select, SimpleGrid, Stack, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Panel } from '../ui/panel.tsx';
import type { QueueValues } from './queue-values.ts';

type Form = UseFormReturnType<QueueValues>;

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

/** Which failures the queue's tasks are retried after, and when. */
export function RetryFields({ form }: { form: Form }) {
  const { backoff } = form.values;
  return (
    <Panel title="Retries" note="of tasks that say nothing of them">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md">
          <Select
            label="Backoff"
            description="Between attempts"
            data={['fixed', 'linear', 'exponential', 'listed']}
            clearable
            clearButtonProps={{ 'aria-label': 'No backoff' }}
            {...form.getInputProps('backoff')}
          />
          {backoff === 'listed' && (
            <TagsInput
              label="Delays"
              description="In seconds; the last one repeats"
              allowDuplicates
              {...form.getInputProps('delaysSeconds')}
            />
          )}
          {backoff !== null && backoff !== 'listed' && <GrowingDelays form={form} />}
          {backoff !== null && (
            <Select
              label="Jitter"
              description={backoff === 'listed' ? 'Empty: none' : 'Empty: equal'}
              data={['none', 'full', 'equal']}
              clearable
              clearButtonProps={{ 'aria-label': 'No jitter' }}
              {...form.getInputProps('jitter')}
            />
          )}
        </SimpleGrid>
        {backoff !== null && (
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <TagsInput
              label="Retry on"
              description="Exception classes such as builtins.OSError, and what is derived from them. Empty: all."
              styles={monospace}
              {...form.getInputProps('retryOn')}
            />
            <TagsInput
              label="Give up on"
              description="These are not retried, whatever stands beside."
              styles={monospace}
              {...form.getInputProps('giveUpOn')}
            />
          </SimpleGrid>
        )}
      </Stack>
    </Panel>
  );
}

function GrowingDelays({ form }: { form: Form }) {
  return (
    <>
      <NumberInput
        label="First delay"
        description="Empty: 2 s"
        min={0}
        decimalScale={3}
        suffix=" s"
        {...form.getInputProps('delaySeconds')}
      />
      <NumberInput
        label="Longest delay"
        description="Empty: 600 s"
        min={0}
        decimalScale={3}
        suffix=" s"
        {...form.getInputProps('maxDelaySeconds')}
      />
    </>
  );
}

import { Button, Collapse, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { isolations, runnerNames } from '@raydeck/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Panel } from '../ui/panel.tsx';
import type { EnqueueValues } from './new-task-of.ts';

interface Props {
  form: UseFormReturnType<EnqueueValues>;
  isOpen: boolean;
  onToggle: () => void;
}

/** The fields that are folded away, for those who must show a problem in one. */
export const moreSettings: Partial<Record<keyof EnqueueValues, true>> = {
  priority: true,
  runAt: true,
  maxAttempts: true,
  timeoutSeconds: true,
  concurrencyKey: true,
  runner: true,
};

/** What most tasks leave to their queue. */
export function MoreSettings({ form, isOpen, onToggle }: Props) {
  return (
    <Panel>
      <Button
        variant="subtle"
        px={6}
        ml={-6}
        color="gray"
        onClick={onToggle}
        aria-expanded={isOpen}
        leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
      >
        Timing, retries, resources
      </Button>
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md" pt="md">
          <NumberInput
            label="Priority"
            description="−100 to 100, higher first"
            min={-100}
            max={100}
            allowDecimal={false}
            {...form.getInputProps('priority')}
          />
          <TextInput
            label="Run at"
            description="Your time; empty: now"
            type="datetime-local"
            {...form.getInputProps('runAt')}
          />
          <NumberInput
            label="Max attempts"
            description="Empty: the queue's"
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps('maxAttempts')}
          />
          <NumberInput
            label="Timeout"
            description="Empty: the queue's"
            min={1}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps('timeoutSeconds')}
          />
          <TextInput
            label="Concurrency key"
            description="Shares the key's places"
            maxLength={200}
            {...form.getInputProps('concurrencyKey')}
          />
          <Select
            label="Runner"
            description="Empty: the queue's"
            data={[...runnerNames]}
            clearable
            clearButtonProps={{ 'aria-label': 'No runner' }}
            {...form.getInputProps('runner')}
          />
          <NumberInput
            label="CPUs"
            description="Reserved on Ray"
            min={0}
            decimalScale={3}
            {...form.getInputProps('numCpus')}
          />
          <NumberInput
            label="GPUs"
            description="Reserved on Ray"
            min={0}
            decimalScale={3}
            {...form.getInputProps('numGpus')}
          />
          <NumberInput
            label="Memory"
            description="Reserved on Ray"
            min={0}
            suffix=" MiB"
            allowDecimal={false}
            {...form.getInputProps('memoryMib')}
          />
          <Select
            label="Isolation"
            description="Under ray_core"
            placeholder="actor"
            data={[...isolations]}
            clearable
            clearButtonProps={{ 'aria-label': 'No isolation' }}
            {...form.getInputProps('isolation')}
          />
        </SimpleGrid>
      </Collapse>
    </Panel>
  );
}

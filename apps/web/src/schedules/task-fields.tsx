import { Autocomplete, NumberInput, Select, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { isolations, runnerNames } from '@raydeck/core';
import { JsonEditor } from '../enqueue/json-editor.tsx';
import { Panel } from '../ui/panel.tsx';
import type { ScheduleValues } from './schedule-values.ts';

export interface TaskChoices {
  queues: string[];
  profiles: string[];
  callables: string[];
}

interface Props extends TaskChoices {
  form: UseFormReturnType<ScheduleValues>;
}

/** What each run enqueues. */
export function TaskFields({ form, queues, profiles, callables }: Props) {
  return (
    <Panel title="Task">
      <Stack gap="md">
        <Autocomplete
          size="xs"
          label="Callable"
          description="The import path of a Python function"
          data={callables}
          limit={50}
          required
          spellCheck={false}
          autoComplete="off"
          styles={{ input: monospace, option: monospace }}
          {...form.getInputProps('callable')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <JsonEditor label="Arguments" description="JSON array" minRows={3} {...form.getInputProps('args')} />
          <JsonEditor
            label="Keyword arguments"
            description="JSON object"
            minRows={3}
            {...form.getInputProps('kwargs')}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md">
          <Select label="Queue" data={queues} searchable allowDeselect={false} {...form.getInputProps('queue')} />
          <Select
            label="Profile"
            placeholder="the queue’s"
            data={profiles}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': 'No profile' }}
            {...form.getInputProps('profile')}
          />
          <Select
            label="Runner"
            placeholder="the queue’s"
            data={[...runnerNames]}
            clearable
            clearButtonProps={{ 'aria-label': 'No runner' }}
            {...form.getInputProps('runner')}
          />
          <NumberInput
            label="Priority"
            placeholder="0"
            min={-100}
            max={100}
            allowDecimal={false}
            {...form.getInputProps('priority')}
          />
          <NumberInput
            label="Max attempts"
            placeholder="the queue’s"
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps('maxAttempts')}
          />
          <NumberInput
            label="Timeout"
            placeholder="the queue’s"
            min={1}
            suffix=" s"
            allowDecimal={false}
            {...form.getInputProps('timeoutSeconds')}
          />
          <NumberInput label="CPUs" placeholder="1" min={0} decimalScale={3} {...form.getInputProps('numCpus')} />
          <NumberInput label="GPUs" placeholder="0" min={0} decimalScale={3} {...form.getInputProps('numGpus')} />
          <NumberInput
            label="Memory"
            placeholder="none reserved"
            min={0}
            suffix=" MiB"
            {...form.getInputProps('memoryMib')}
          />
          <Select
            label="Isolation"
            placeholder="actor"
            data={[...isolations]}
            clearable
            clearButtonProps={{ 'aria-label': 'No isolation' }}
            {...form.getInputProps('isolation')}
          />
          <TextInput label="Concurrency key" maxLength={200} {...form.getInputProps('concurrencyKey')} />
          <TagsInput label="Tags" clearable={false} {...form.getInputProps('tags')} />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

/** Without payload permission the arguments are not known here, and a task is written as a whole. */
export function TaskUntouched({ callable }: { callable: string }) {
  return (
    <Panel title="Task">
      <Text size="sm">
        It calls <b>{callable}</b>. What it enqueues can be changed with payload permission only: its arguments would be
        lost otherwise.
      </Text>
    </Panel>
  );
}

const monospace = { fontFamily: 'var(--mantine-font-family-monospace)' };

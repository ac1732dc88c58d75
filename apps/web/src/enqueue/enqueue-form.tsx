'use client';

import { Button, Collapse, Group, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { runnerNames } from '@raydeck/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { enqueueTaskAction } from '../tasks/actions.ts';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { checkJson } from './check-json.ts';
import { JsonEditor } from './json-editor.tsx';
import { type EnqueueValues, newTaskOf } from './new-task-of.ts';

const empty: EnqueueValues = {
  callable: '',
  args: '[]',
  kwargs: '{}',
  queue: 'default',
  priority: 0,
  runAt: '',
  maxAttempts: '',
  timeoutSeconds: '',
  runner: null,
  profile: null,
  tags: [],
  numCpus: '',
  numGpus: '',
  memoryMib: '',
};

interface Props {
  queues: string[];
  profiles: string[];
  /** From a link: "enqueue another like this". */
  initial: Partial<EnqueueValues>;
}

export function EnqueueForm({ queues, profiles, initial }: Props) {
  const router = useRouter();
  const [more, setMore] = useState(false);
  const form = useForm<EnqueueValues>({
    initialValues: { ...empty, ...initial },
    validate: {
      callable: (value) =>
        /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value.trim()) ? null : 'An import path like package.module.function.',
      args: (value) => checkJson(value, 'array'),
      kwargs: (value) => checkJson(value, 'object'),
    },
    validateInputOnBlur: true,
  });
  const { run, pending } = useAction(enqueueTaskAction, {
    done: () => 'Enqueued.',
    onDone: ({ id }) => router.push(`/tasks/${id}`),
    onFailed: ({ path, message }) => {
      const field = fieldOf(path);
      if (!field) return false;
      form.setFieldError(field, sentence(message));
      if (!(field in basic)) setMore(true);
      return true;
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => run(newTaskOf(values)))} noValidate>
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            <TextInput
              label="Callable"
              description="The import path of a Python function"
              placeholder="raydeck.demo.add"
              required
              spellCheck={false}
              autoComplete="off"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              {...form.getInputProps('callable')}
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <JsonEditor label="Arguments" description="JSON array" {...form.getInputProps('args')} />
              <JsonEditor label="Keyword arguments" description="JSON object" {...form.getInputProps('kwargs')} />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <Select label="Queue" data={queues} allowDeselect={false} searchable {...form.getInputProps('queue')} />
              <TagsInput label="Tags" placeholder="Enter adds one" {...form.getInputProps('tags')} />
            </SimpleGrid>
          </Stack>
        </Panel>
        <Panel>
          <Button
            variant="subtle"
            px={6}
            ml={-6}
            color="gray"
            onClick={() => setMore(!more)}
            aria-expanded={more}
            leftSection={more ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          >
            Timing, retries, resources
          </Button>
          <Collapse expanded={more}>
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
              <Select
                label="Runner"
                description="Empty: the queue's"
                data={[...runnerNames]}
                clearable
                clearButtonProps={{ 'aria-label': 'No runner' }}
                {...form.getInputProps('runner')}
              />
              <Select
                label="Profile"
                description="Empty: the queue's"
                data={profiles}
                clearable
                clearButtonProps={{ 'aria-label': 'No profile' }}
                {...form.getInputProps('profile')}
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
            </SimpleGrid>
          </Collapse>
        </Panel>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => router.back()}>
            Back
          </Button>
          <Button type="submit" loading={pending}>
            Enqueue task
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const basic: Partial<Record<keyof EnqueueValues, true>> = {
  callable: true,
  args: true,
  kwargs: true,
  queue: true,
  tags: true,
};

/** `tasks[0].args` of the door, or `args` of the action, as a field of the form. */
function fieldOf(path: string | undefined): keyof EnqueueValues | null {
  const name = path?.replace(/^tasks\[0\]\./, '').split('.')[0];
  const fields: (keyof EnqueueValues)[] = [
    'callable',
    'args',
    'kwargs',
    'queue',
    'priority',
    'runAt',
    'maxAttempts',
    'timeoutSeconds',
    'runner',
    'profile',
    'tags',
  ];
  return fields.find((field) => field === name) ?? null;
}

/** "tasks[0].queue: there is no queue" as a sentence beside its field. */
function sentence(message: string): string {
  const text = message.replace(/^tasks\[0\]\.?\S*: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

'use client';

import { Autocomplete, Button, Group, Select, SimpleGrid, Stack, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { enqueueTaskAction } from '../tasks/actions.ts';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { CallFields } from './call-fields.tsx';
import { callOf } from './call-of.ts';
import type { Declared } from './declared.ts';
import { checkJson } from './check-json.ts';
import { MoreSettings } from './more-settings.tsx';
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
  concurrencyKey: '',
  parameters: {},
  mode: 'fields',
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
  /** Paths that the catalogue knows. */
  callables: string[];
  /** What the profiles declare of the callable in the address: one for each profile that holds it. */
  declared: Declared[];
  /** From a link: "enqueue another like this". */
  initial: Partial<EnqueueValues>;
}

export function EnqueueForm({ queues, profiles, callables, declared, initial }: Props) {
  const router = useRouter();
  const [more, setMore] = useState(false);
  const form = useForm<EnqueueValues>({
    initialValues: { ...empty, ...initial },
    validate: {
      callable: (value) =>
        /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value.trim()) ? null : 'An import path like package.module.function.',
      args: (value, { mode }) => (mode === 'json' ? checkJson(value, 'array') : null),
      kwargs: (value, { mode }) => (mode === 'json' ? checkJson(value, 'object') : null),
    },
    validateInputOnBlur: true,
  });
  const { run, pending } = useAction(enqueueTaskAction, {
    done: () => 'Enqueued.',
    onDone: ({ id }) => router.push(`/tasks/${id}`),
    onFailed: ({ path, message }) => {
      const field = entry && form.values.mode === 'fields' ? parameterOf(path, entry) : fieldOf(path);
      if (!field) return false;
      form.setFieldError(field, sentence(message));
      if (!(field in basic)) setMore(true);
      return true;
    },
  });
  const { callable, profile } = form.values;
  const candidates = declared.filter((one) => one.callable === callable.trim());
  const entry = candidates.find((one) => one.profile === profile) ?? candidates[0] ?? null;

  const submit = (values: EnqueueValues): void => {
    if (!entry || values.mode === 'json') return run(newTaskOf(values));
    const call = callOf(entry.parameters, values.parameters);
    if (!('problems' in call)) return run(newTaskOf({ ...values, ...call }));
    for (const [name, problem] of Object.entries(call.problems)) form.setFieldError(`parameters.${name}`, problem);
  };

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            <Autocomplete
              label="Callable"
              description="The import path of a Python function"
              placeholder="raydeck.demo.add"
              data={callables}
              limit={50}
              onOptionSubmit={(path) => router.replace(`/tasks/new?callable=${encodeURIComponent(path)}`)}
              required
              spellCheck={false}
              autoComplete="off"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              {...form.getInputProps('callable')}
            />
            <CallFields form={form} entry={entry} />
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <Select label="Queue" data={queues} allowDeselect={false} searchable {...form.getInputProps('queue')} />
              <TagsInput label="Tags" placeholder="Enter adds one" {...form.getInputProps('tags')} />
            </SimpleGrid>
          </Stack>
        </Panel>
        <MoreSettings form={form} profiles={profiles} isOpen={more} onToggle={() => setMore(!more)} />
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
    'concurrencyKey',
    'tags',
  ];
  return fields.find((field) => field === name) ?? null;
}

/** `kwargs.amount` or `args[1]` as the field of that parameter. */
function parameterOf(path: string | undefined, { parameters }: Declared): string | null {
  const [, name, at] = /(?:^|\.)(?:kwargs\.(\w+)|args\[(\d+)\])/.exec(path ?? '') ?? [];
  const parameter = name === undefined ? parameters[Number(at)] : parameters.find((one) => one.name === name);
  return parameter ? `parameters.${parameter.name}` : fieldOf(path);
}

/** "tasks[0].queue: there is no queue" as a sentence beside its field. */
function sentence(message: string): string {
  const text = message.replace(/^tasks\[0\]\.?\S*: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

'use client';

import { Autocomplete, Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { QueueChoice } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { enqueueTaskAction } from '../tasks/actions.ts';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { CallFields } from './call-fields.tsx';
import { callOf } from './call-of.ts';
import { checkJson } from './check-json.ts';
import { type Declared, declaredValues, effectiveProfile, entryOf } from './declared.ts';
import { refusalAt } from './refusal-at.ts';
import { MoreSettings, moreSettings } from './more-settings.tsx';
import { emptyValues, type EnqueueValues, newTaskOf } from './new-task-of.ts';
import { WhereItRuns } from './where-it-runs.tsx';

interface Props {
  queues: QueueChoice[];
  profiles: string[];
  /** Paths that the catalogue knows. */
  callables: string[];
  /** The callable in the address. */
  asked: string;
  /** What the profiles declare of it: one for each profile that holds it. */
  declared: Declared[];
}

export function EnqueueForm({ queues, profiles, callables, asked, declared }: Props) {
  const router = useRouter();
  const [more, setMore] = useState(false);
  const form = useForm<EnqueueValues>({
    initialValues: { ...emptyValues, callable: asked, ...declaredValues(declared, queues) },
    validate: {
      callable: (value) =>
        /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value.trim()) ? null : 'An import path like package.module.function.',
      args: (value, { mode }) => (entry && mode === 'fields' ? null : checkJson(value, 'array')),
      kwargs: (value, { mode }) => (entry && mode === 'fields' ? null : checkJson(value, 'object')),
    },
    validateInputOnBlur: true,
  });
  const entry = entryOf(declared, form.values.callable, effectiveProfile(form.values, queues));
  const shown = form.values.mode === 'fields' ? entry : null;

  // Another callable: what its author declared, and fields of its own.
  const applied = useRef(declared[0]?.callable ?? null);
  useEffect(() => {
    const callable = declared[0]?.callable ?? null;
    if (callable === null || callable === applied.current) return;
    applied.current = callable;
    form.setValues({ ...declaredValues(declared, queues), parameters: {}, mode: 'fields' });
    form.clearErrors();
  }, [declared, queues, form]);

  const complain = (field: string, problem: string): void => {
    form.setFieldError(field, problem);
    if (field in moreSettings) setMore(true);
    form.getInputNode(field)?.focus();
  };
  const { run, pending } = useAction(enqueueTaskAction, {
    done: () => 'Enqueued.',
    onDone: ({ id }) => router.push(`/tasks/${id}`),
    onFailed: (failure) => {
      const refusal = refusalAt(failure, shown);
      if (refusal) complain(refusal.field, refusal.problem);
      return refusal !== null;
    },
  });
  const choose = (path: string): void => {
    if (path !== asked && callables.includes(path)) {
      router.replace(`/tasks/new?callable=${encodeURIComponent(path)}`, { scroll: false });
    }
  };
  const submit = (values: EnqueueValues): void => {
    if (!shown) return run(newTaskOf(values));
    const call = callOf(shown.parameters, values.parameters);
    if (!('problems' in call)) return run(newTaskOf({ ...values, ...call }));
    const wrong = shown.parameters.filter(({ name }) => name in call.problems).map(({ name }) => name);
    for (const name of wrong.toReversed()) complain(`parameters.${name}`, call.problems[name] ?? '');
  };

  return (
    <form
      onSubmit={form.onSubmit(submit, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
      noValidate
    >
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            <Autocomplete
              size="xs"
              label="Callable"
              description="The import path of a Python function"
              placeholder="raydeck.demo.add"
              data={callables}
              limit={50}
              required
              spellCheck={false}
              autoComplete="off"
              styles={{ input: monospace, option: monospace }}
              {...form.getInputProps('callable')}
              onChange={(path) => {
                form.setFieldValue('callable', path);
                choose(path.trim());
              }}
            />
            <CallFields form={form} entry={entry} />
            <WhereItRuns form={form} queues={queues} profiles={profiles} entry={entry} />
          </Stack>
        </Panel>
        <MoreSettings form={form} isOpen={more} onToggle={() => setMore(!more)} />
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

const monospace = { fontFamily: 'var(--mantine-font-family-monospace)' };

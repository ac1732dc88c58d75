'use client';

import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Schedule } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { checkJson } from '../enqueue/check-json.ts';
import { FormEnd } from '../ui/form-end.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeScheduleAction, createScheduleAction } from './actions.ts';
import { nextRuns } from './next-runs.ts';
import { emptySchedule, fieldOf, type ScheduleValues, taskOf, timingOf, valuesOf } from './schedule-values.ts';
import { type TaskChoices, TaskFields, TaskUntouched } from './task-fields.tsx';
import { WhenFields } from './when-fields.tsx';

interface Props {
  /** Null: a new one. */
  schedule: Schedule | null;
  choices: TaskChoices;
  /** Whether the arguments may be seen, and so written. */
  maySee: boolean;
}

export function ScheduleForm({ schedule, choices, maySee }: Props) {
  const router = useRouter();
  const withTask = !schedule || maySee;
  const form = useForm<ScheduleValues>({
    initialValues: schedule ? valuesOf(schedule) : emptySchedule,
    validate: {
      name: (name) => (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name) ? null : 'Letters, digits and _.-, at most 100.'),
      cron: (_cron, values) => problemAt('cron', values),
      timeZone: (_zone, values) => problemAt('timeZone', values),
      callable: (value) =>
        !withTask || /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value.trim())
          ? null
          : 'An import path like package.module.function.',
      args: (value) => (withTask ? checkJson(value, 'array') : null),
      kwargs: (value) => (withTask ? checkJson(value, 'object') : null),
    },
    validateInputOnBlur: true,
  });
  const onFailed = ({ path, message }: { path?: string | undefined; message: string }) => {
    const field = fieldOf(path ?? '');
    if (!(field in form.values)) return false;
    form.setFieldError(field, message);
    form.getInputNode(field)?.focus();
    return true;
  };
  const onDone = (name: string) => router.push(`/schedules/${encodeURIComponent(name)}`);
  const create = useAction(createScheduleAction, { done: () => 'Schedule created.', onDone, onFailed });
  const change = useAction(changeScheduleAction, { done: () => 'Schedule changed.', onDone, onFailed });
  const save = (values: ScheduleValues) => {
    const reason = values.reason.trim() || undefined;
    const task = withTask && { task: taskOf(values, schedule?.task ?? null) };
    if (schedule) {
      const edit = { name: schedule.name, updatedAt: schedule.updatedAt, reason };
      return change.run({ ...edit, change: { ...timingOf(values), ...task } });
    }
    create.run({ name: values.name, settings: { ...timingOf(values), task: taskOf(values, null) }, reason });
  };
  return (
    <form
      onSubmit={form.onSubmit(save, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
      noValidate
    >
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            {!schedule && (
              <TextInput
                label="Name"
                description="Letters, digits and _.-"
                required
                autoComplete="off"
                spellCheck={false}
                data-autofocus
                {...form.getInputProps('name')}
              />
            )}
            <TextInput
              label="Description"
              description="What it is for, and whom to ask"
              maxLength={500}
              autoComplete="off"
              {...form.getInputProps('description')}
            />
          </Stack>
        </Panel>
        <WhenFields form={form} />
        {withTask ? <TaskFields form={form} {...choices} /> : <TaskUntouched callable={schedule.task.callable} />}
        <FormEnd
          reason={form.getInputProps('reason')}
          keptIn="in the audit log"
          submit={schedule ? 'Save changes' : 'Create schedule'}
          pending={create.pending || change.pending}
          onBack={() => router.back()}
        />
      </Stack>
    </form>
  );
}

function problemAt(field: 'cron' | 'timeZone', { cron, timeZone }: ScheduleValues): string | null {
  const next = nextRuns({ cron, timeZone: timeZone.trim() }, new Date(), 1);
  return 'problem' in next && next.path === field ? next.problem : null;
}

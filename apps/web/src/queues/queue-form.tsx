'use client';

import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { emptyQueue, type QueueSettings } from '@raydeck/services/queue-settings';
import { useRouter } from 'next/navigation';
import { FormEnd } from '../ui/form-end.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeQueueAction, createQueueAction } from './actions.ts';
import { CallableFields } from './callable-fields.tsx';
import { ExecutionFields } from './execution-fields.tsx';
import { RetentionFields } from './retention-fields.tsx';
import { RetryFields } from './retry-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { changeOf, fieldOf, type QueueValues, readValues, valuesOf } from './queue-values.ts';

interface Props {
  /** Null: a new one. */
  queue: { name: string; settings: QueueSettings; updatedAt: Date } | null;
  profiles: string[];
}

export function QueueForm({ queue, profiles }: Props) {
  const router = useRouter();
  const before = queue?.settings ?? emptyQueue;
  const form = useForm<QueueValues>({
    initialValues: valuesOf(queue?.name ?? '', before),
    validate: (values) => readValues(values).problems ?? {},
    validateInputOnBlur: true,
  });
  const onFailed = ({ path, message }: { path?: string | undefined; message: string }) => {
    const field = fieldOf(path ?? '');
    if (!(field in form.values)) return false;
    form.setFieldError(field, message);
    return true;
  };
  const onDone = () => router.push('/queues');
  const create = useAction(createQueueAction, { done: () => 'Queue created.', onDone, onFailed });
  const change = useAction(changeQueueAction, { done: () => 'Queue changed.', onDone, onFailed });
  const save = (values: QueueValues) => {
    const { settings } = readValues(values);
    if (!settings) return;
    const reason = values.reason.trim() || undefined;
    if (queue) change.run({ name: queue.name, change: changeOf(before, settings), reason, updatedAt: queue.updatedAt });
    else create.run({ name: values.name, settings, reason });
  };
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack gap="md">
        {!queue && (
          <Panel>
            <TextInput
              label="Name"
              description="Letters, digits and _.-"
              required
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              {...form.getInputProps('name')}
            />
          </Panel>
        )}
        <LimitFields form={form} />
        <ExecutionFields form={form} profiles={profiles} />
        <RetryFields form={form} />
        <CallableFields form={form} />
        <RetentionFields form={form} />
        <FormEnd
          reason={form.getInputProps('reason')}
          keptIn="in the audit log"
          submit={queue ? 'Save changes' : 'Create queue'}
          pending={create.pending || change.pending}
          onBack={() => router.push('/queues')}
        />
      </Stack>
    </form>
  );
}

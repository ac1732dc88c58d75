import { Button, Group, NumberInput, Select, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Payload } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { checkJson } from '../../enqueue/check-json.ts';
import { JsonEditor } from '../../enqueue/json-editor.tsx';
import { refusalAt } from '../../enqueue/refusal-at.ts';
import { prettyJson } from '../../text/pretty-json.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { retryWithChangesAction } from '../actions.ts';
import type { DialogProps, Target } from './acts.tsx';
import { changesOf, type EditedCall } from './changes-of.ts';

/** Makes a new task from one that ended, with other arguments; the old one stays as it is, and each names the other. */
export function RetryWithChangesDialog({ queues, ...rest }: DialogProps & { queues: string[] }) {
  const { task, opened, onClose } = rest;
  return (
    <Dialog opened={opened} onClose={onClose} title="Retry with other arguments?" size="xl">
      {/* Made anew each time it opens: with what the task has then. */}
      {opened && task.call && <ChangesForm task={task} call={task.call} queues={queues} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps {
  task: Target;
  call: NonNullable<Target['call']>;
  queues: string[];
  onClose: () => void;
}

function ChangesForm({ task, call, queues, onClose }: FormProps) {
  const router = useRouter();
  const before: EditedCall = {
    args: textOf(call.args),
    kwargs: textOf(call.kwargs),
    queue: task.queue,
    priority: task.priority,
  };
  const form = useForm<EditedCall & { reason: string }>({
    initialValues: { ...before, reason: '' },
    validate: {
      args: (value) => (value === null ? null : checkJson(value, 'array')),
      kwargs: (value) => (value === null ? null : checkJson(value, 'object')),
    },
  });
  const { run, pending } = useAction(retryWithChangesAction, {
    done: () => 'A new task is queued.',
    onDone: ({ id }) => {
      onClose();
      router.push(`/tasks/${id}`);
    },
    onFailed: (failure) => {
      const refusal = refusalAt({ ...failure, path: failure.path?.replace(/^changes\./, '') }, null);
      if (refusal) form.setFieldError(refusal.field, refusal.problem);
      return refusal !== null;
    },
  });
  const changes = changesOf(before, form.values);
  const isSame = Object.keys(changes).length === 0;
  return (
    <form noValidate onSubmit={form.onSubmit(({ reason }) => run({ id: task.id, changes, reason: reason.trim() }))}>
      <Stack gap="md">
        <Text size="sm">
          A new task calls <b>{task.callable}</b>; this one stays as it is, and each names the other.
          {maskNote(call)}
        </Text>
        {before.args === null ? (
          <Text size="sm" c="dimmed">
            {whyNotShown(call.args)}
          </Text>
        ) : (
          <>
            <JsonEditor label="Arguments" minRows={3} {...form.getInputProps('args')} data-autofocus />
            <JsonEditor label="Keyword arguments" minRows={3} {...form.getInputProps('kwargs')} />
          </>
        )}
        <Group grow align="flex-start">
          <Select label="Queue" data={queues} allowDeselect={false} searchable {...form.getInputProps('queue')} />
          <NumberInput
            label="Priority"
            min={-100}
            max={100}
            allowDecimal={false}
            clampBehavior="strict"
            {...form.getInputProps('priority')}
          />
        </Group>
        <Textarea
          label="Reason"
          description="Optional, kept in the audit log."
          maxLength={500}
          autosize
          minRows={2}
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end" gap="xs">
          {isSame && (
            <Text size="xs" c="dimmed" role="status">
              Nothing is changed so far.
            </Text>
          )}
          <Button variant="default" onClick={onClose} disabled={pending}>
            Back
          </Button>
          <Button type="submit" loading={pending} disabled={isSame}>
            Make new task
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Null: it cannot be edited here. */
function textOf(payload: Payload): string | null {
  return payload.kind === 'text' ? prettyJson(payload.text) : null;
}

function maskNote({ args, kwargs }: FormProps['call']): string {
  const shown = [args, kwargs].map((payload) => (payload.kind === 'text' ? payload.text : ''));
  return shown.some((text) => text.includes('‹redacted›'))
    ? ' What reads ‹redacted› stays as it was, unless you write something else.'
    : '';
}

function whyNotShown({ kind }: Payload): string {
  if (kind === 'shape') return 'Its arguments stay as they are: to read and to edit them needs payload permission.';
  return 'Its arguments are too large to be edited here, and stay as they are.';
}

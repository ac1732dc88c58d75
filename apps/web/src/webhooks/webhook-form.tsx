'use client';

import { Button, Group, MultiSelect, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Webhook } from '@raydeck/services';
import { webhookEvents, type WebhookSettings } from '@raydeck/services/webhook-settings';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeWebhookAction, createWebhookAction } from './actions.ts';
import { SecretDialog } from './secret-dialog.tsx';

interface Values {
  name: string;
  url: string;
  events: WebhookSettings['events'];
  queues: string[];
  callables: string[];
  tags: string[];
  backlogThreshold: number | string;
  reason: string;
}

const empty: Values = {
  name: '',
  url: '',
  events: ['task.failed'],
  queues: [],
  callables: [],
  tags: [],
  backlogThreshold: '',
  reason: '',
};

/** Makes a webhook, or changes one; a new one's secret is shown once. */
export function WebhookForm({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<Values>({ initialValues: webhook ? valuesOf(webhook) : empty });
  const onFailed = ({ path, message }: { path?: string | undefined; message: string }) => {
    const field = path?.replace(/[[.].*$/, '') ?? '';
    if (!(field in empty)) return false;
    form.setFieldError(field, message);
    return true;
  };
  const create = useAction(createWebhookAction, {
    done: () => 'Webhook made.',
    onDone: (made) => setSecret(made.secret),
    onFailed,
  });
  const change = useAction(changeWebhookAction, { done: () => 'Webhook changed.', onDone: onClose, onFailed });
  const save = ({ name, backlogThreshold, reason, ...rest }: Values) => {
    const threshold = backlogThreshold === '' ? null : Number(backlogThreshold);
    const input = { ...rest, name, backlogThreshold: threshold, reason: reason.trim() || undefined };
    if (webhook) change.run(input);
    else create.run(input);
  };
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <Dialog opened onClose={onClose} title={webhook ? `Change webhook ${webhook.name}` : 'Add a webhook'}>
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Stack gap="md">
          {!webhook && (
            <TextInput
              label="Name"
              description="Letters, digits and _.-"
              required
              autoComplete="off"
              {...form.getInputProps('name')}
            />
          )}
          <TextInput label="Address" description="https" required autoComplete="off" {...form.getInputProps('url')} />
          <MultiSelect label="Events" data={[...webhookEvents]} required {...form.getInputProps('events')} />
          <TagsInput label="Queues" description="Empty: all" {...form.getInputProps('queues')} />
          <TagsInput label="Callables" description="Dotted prefixes. Empty: all" {...form.getInputProps('callables')} />
          <TagsInput label="Tags" description="One of them. Empty: all" {...form.getInputProps('tags')} />
          <NumberInput
            label="Backlog threshold"
            description="Due tasks of a queue, for queue.backlog"
            min={1}
            max={100_000}
            allowDecimal={false}
            {...form.getInputProps('backlogThreshold')}
          />
          <TextInput
            label="Reason"
            description="Optional, kept in the audit log."
            maxLength={500}
            autoComplete="off"
            {...form.getInputProps('reason')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Back
            </Button>
            <Button type="submit" loading={create.pending || change.pending}>
              {webhook ? 'Save changes' : 'Add webhook'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function valuesOf({ name, url, events, queues, callables, tags, backlogThreshold }: Webhook): Values {
  return { name, url, events, queues, callables, tags, backlogThreshold: backlogThreshold ?? '', reason: '' };
}

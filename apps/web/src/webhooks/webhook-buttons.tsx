'use client';

import { Button, Group } from '@mantine/core';
import type { Webhook } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeWebhookAction, deleteWebhookAction, rotateWebhookAction, testWebhookAction } from './actions.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookForm } from './webhook-form.tsx';

type Asking = 'edit' | 'turn' | 'rotate' | 'delete' | null;

/** All that can be done to a webhook. */
export function WebhookButtons({ webhook }: { webhook: Webhook }) {
  const router = useRouter();
  const [asking, setAsking] = useState<Asking>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setAsking(null);
  const { name, enabled } = webhook;
  const test = useAction(testWebhookAction, { done: () => 'A worker sends it; see below.' });
  const turn = useAction(changeWebhookAction, { done: () => (enabled ? 'Disabled.' : 'Enabled.'), onDone: close });
  const rotate = useAction(rotateWebhookAction, {
    done: () => null,
    onDone: (made) => {
      close();
      setSecret(made.secret);
    },
  });
  const remove = useAction(deleteWebhookAction, {
    done: () => 'Webhook deleted.',
    onDone: () => router.push('/webhooks'),
  });
  return (
    <Group gap="xs">
      <Button variant="default" loading={test.pending} onClick={() => test.run({ name })}>
        Send test
      </Button>
      <Button variant="default" onClick={() => setAsking('edit')}>
        Edit
      </Button>
      <Button variant="default" onClick={() => setAsking('turn')}>
        {enabled ? 'Disable' : 'Enable'}
      </Button>
      <Button variant="default" onClick={() => setAsking('rotate')}>
        Rotate secret
      </Button>
      <Button variant="default" color="red" onClick={() => setAsking('delete')}>
        Delete
      </Button>
      {asking === 'edit' && <WebhookForm webhook={webhook} onClose={close} />}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
      <ReasonDialog
        opened={asking === 'turn'}
        onClose={close}
        title={enabled ? 'Disable this webhook?' : 'Enable this webhook?'}
        confirm={enabled ? 'Disable webhook' : 'Enable webhook'}
        pending={turn.pending}
        onConfirm={(reason) => turn.run({ name, enabled: !enabled, reason })}
      >
        {enabled
          ? 'It is told of nothing until it is enabled, and then of what happens from then on.'
          : 'It is told of what happens from now on.'}
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'rotate'}
        onClose={close}
        title="Give it a new secret?"
        confirm="Rotate secret"
        pending={rotate.pending}
        onConfirm={(reason) => rotate.run({ name, reason })}
      >
        The new secret is shown once. For 24 hours messages are signed by both, then by the new one alone.
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'delete'}
        onClose={close}
        title="Delete this webhook?"
        confirm="Delete webhook"
        danger
        pending={remove.pending}
        onConfirm={(reason) => remove.run({ name, reason })}
      >
        <b>{name}</b> goes with its deliveries; what has not arrived never will.
      </ReasonDialog>
    </Group>
  );
}

'use client';

import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { changeControlAction } from './actions.ts';
import { PauseAllButton } from './pause-all-button.tsx';

interface Props {
  control: { concurrencyLimit: number | null; live: number | null; paused: boolean };
  mayAct: boolean;
  mayWrite: boolean;
}

/** The limit over all queues and the pause over them, and the way to change both. */
export function ControlLine({ control: { concurrencyLimit, live, paused }, mayAct, mayWrite }: Props) {
  const [asking, setAsking] = useState(false);
  const number = (value: number) => value.toLocaleString('en-US');
  return (
    <Group justify="space-between" gap="xs" px="md" py={8}>
      <Text size="sm">
        All queues together:{' '}
        <Text span fw={500}>
          {concurrencyLimit === null ? 'no limit' : `${number(live ?? 0)} / ${number(concurrencyLimit)}`}
        </Text>
        {concurrencyLimit !== null && ' executions at once'}
      </Text>
      <Group gap={4} wrap="nowrap">
        {mayWrite && (
          <Button variant="default" size="compact-xs" onClick={() => setAsking(true)}>
            Change limit
          </Button>
        )}
        <PauseAllButton paused={paused} mayAct={mayAct} />
      </Group>
      {asking && <ChangeLimit now={concurrencyLimit} onClose={() => setAsking(false)} />}
    </Group>
  );
}

function ChangeLimit({ now, onClose }: { now: number | null; onClose: () => void }) {
  const [limit, setLimit] = useState<number | string>(now ?? '');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { run, pending } = useAction(changeControlAction, {
    done: () => (limit === '' ? 'No limit over all queues.' : `At most ${limit} executions at once.`),
    onDone: onClose,
    onFailed: ({ path, message }) => {
      if (path !== 'concurrencyLimit') return false;
      setProblem(message);
      return true;
    },
  });
  return (
    <Dialog opened onClose={onClose} title="Limit over all queues">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run({ concurrencyLimit: limit === '' ? null : Number(limit), reason: reason.trim() || undefined });
        }}
      >
        <Stack gap="md">
          <NumberInput
            label="Executions at once"
            description="Empty: no limit. What runs goes on and counts."
            min={1}
            max={100_000}
            allowDecimal={false}
            value={limit}
            onChange={setLimit}
            error={problem}
            data-autofocus
          />
          <TextInput
            label="Reason"
            description="Optional, kept in the audit log."
            maxLength={500}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={pending}>
              Back
            </Button>
            <Button type="submit" loading={pending}>
              Save limit
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

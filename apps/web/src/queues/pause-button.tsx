'use client';

import { Button, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { pauseQueueAction, resumeQueueAction } from './actions.ts';

export function PauseButton({ name, paused, mayAct }: { name: string; paused: boolean; mayAct: boolean }) {
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction(paused ? resumeQueueAction : pauseQueueAction, {
    done: () => (paused ? `Queue ${name} goes on.` : `Queue ${name} is paused.`),
    onDone: () => setAsking(false),
  });
  const verb = paused ? 'Resume' : 'Pause';
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Tooltip label="Your role may look, not act: ask for OPERATOR." disabled={mayAct}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Icon size={12} aria-hidden />}
          aria-label={`${verb} queue ${name}`}
          aria-disabled={!mayAct}
          {...(mayAct ? {} : { 'data-disabled': true })}
          onClick={(event) => (mayAct ? setAsking(true) : event.preventDefault())}
        >
          {verb}
        </Button>
      </Tooltip>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`${verb} queue ${name}?`}
        confirm={`${verb} queue`}
        reasonRequired
        pending={pending}
        onConfirm={(reason) => run({ name, reason })}
      >
        <Text size="sm">
          {paused
            ? 'Workers take its tasks again, by priority and time.'
            : 'Nothing more is taken from it. What runs goes on, and tasks can still be enqueued.'}
        </Text>
      </ReasonDialog>
    </>
  );
}

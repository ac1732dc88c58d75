'use client';

import { Button, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { ReasonDialog } from './reason-dialog.tsx';

interface Props {
  /** Whether it stands still now. */
  paused: boolean;
  /** What is said on the button: `Pause` or `Resume`, and of what. */
  verb: string;
  what: string;
  confirm: string;
  explanation: string;
  mayAct: boolean;
  pending: boolean;
  /** Whether it asks for confirmation now. */
  asking: boolean;
  onAsk: (asking: boolean) => void;
  onConfirm: (reason: string) => void;
}

/** A button that stops something or lets it go on, after asking why. */
export function PauseToggle({
  paused,
  verb,
  what,
  confirm,
  explanation,
  mayAct,
  pending,
  asking,
  onAsk,
  onConfirm,
}: Props) {
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Tooltip label="Your role may look, not act: ask for OPERATOR." disabled={mayAct}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Icon size={12} aria-hidden />}
          aria-label={`${verb} ${what}`}
          aria-disabled={!mayAct}
          {...(mayAct ? {} : { 'data-disabled': true })}
          onClick={(event) => (mayAct ? onAsk(true) : event.preventDefault())}
        >
          {verb}
        </Button>
      </Tooltip>
      <ReasonDialog
        opened={asking}
        onClose={() => onAsk(false)}
        title={`${verb} ${what}?`}
        confirm={confirm}
        reasonRequired
        pending={pending}
        onConfirm={onConfirm}
      >
        <Text size="sm">{explanation}</Text>
      </ReasonDialog>
    </>
  );
}

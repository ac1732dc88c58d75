'use client';

import { Text } from '@mantine/core';
import type { Help, HelpAction } from '@raydeck/core';
import { useState } from 'react';
import { resumeClusterAction } from '../../cluster/actions.ts';
import { resumeAllAction, resumeQueueAction } from '../../queues/actions.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { ActButton, notAllowed } from '../acts/act-button.tsx';
import { type Act, isPossible, useActs } from '../acts/acts.tsx';

const places: Partial<Record<HelpAction, string>> = {
  see_queues: '/queues',
  see_workers: '/workers',
  see_cluster: '/cluster',
  see_log: '#log',
  see_attempt: '#execution',
};

const acts: Partial<Record<HelpAction, Act>> = {
  run_now: 'run-now',
  change_priority: 'change-priority',
  retry: 'retry',
  cancel: 'cancel',
};

/** What would help: the way to a page, one of the task's own acts, or something that goes on again. */
export function HelpButton({ help }: { help: Help }) {
  const { task, ask, mayAct } = useActs();
  const place = places[help.action];
  if (place !== undefined) {
    return (
      <LinkButton href={place} variant="subtle" size="compact-xs">
        {help.text}
      </LinkButton>
    );
  }
  const act = acts[help.action];
  if (act === undefined) return <ResumeButton help={help} mayAct={mayAct} />;
  if (!isPossible(task, act)) return null;
  return (
    <ActButton size="compact-xs" why={mayAct ? null : notAllowed} onClick={() => ask(act)}>
      {help.text}
    </ActButton>
  );
}

function ResumeButton({ help: { action, target, text }, mayAct }: { help: Help; mayAct: boolean }) {
  const [asking, setAsking] = useState(false);
  const options = { done: () => 'It goes on.', onDone: () => setAsking(false) };
  const all = useAction(resumeAllAction, options);
  const queue = useAction(resumeQueueAction, options);
  const cluster = useAction(resumeClusterAction, options);
  const onConfirm = (reason: string): void => {
    if (action === 'resume_all') all.run({ reason });
    else if (action === 'resume_queue') queue.run({ name: target, reason });
    else cluster.run({ address: target, reason });
  };
  return (
    <>
      <ActButton size="compact-xs" why={mayAct ? null : notAllowed} onClick={() => setAsking(true)}>
        {text}
      </ActButton>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`${text}?`}
        confirm={text}
        reasonRequired
        pending={all.pending || queue.pending || cluster.pending}
        onConfirm={onConfirm}
      >
        <Text size="sm">
          Workers take tasks again{target === '' ? ' from all queues' : `: ${visibleText(target)}`}, by priority and
          time.
        </Text>
      </ReasonDialog>
    </>
  );
}

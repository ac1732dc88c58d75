'use client';

import { useState } from 'react';
import { PauseToggle } from '../ui/pause-toggle.tsx';
import { useAction } from '../ui/use-action.ts';
import { pauseQueueAction, resumeQueueAction } from './actions.ts';

export function PauseButton({ name, paused, mayAct }: { name: string; paused: boolean; mayAct: boolean }) {
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction(paused ? resumeQueueAction : pauseQueueAction, {
    done: () => (paused ? `Queue ${name} goes on.` : `Queue ${name} is paused.`),
    onDone: () => setAsking(false),
  });
  return (
    <PauseToggle
      paused={paused}
      verb={paused ? 'Resume' : 'Pause'}
      what={`queue ${name}`}
      confirm={paused ? 'Resume queue' : 'Pause queue'}
      explanation={
        paused
          ? 'Workers take its tasks again, by priority and time.'
          : 'Nothing more is taken from it. What runs goes on, and tasks can still be enqueued.'
      }
      mayAct={mayAct}
      pending={pending}
      asking={asking}
      onAsk={setAsking}
      onConfirm={(reason) => run({ name, reason })}
    />
  );
}

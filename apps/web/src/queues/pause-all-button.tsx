'use client';

import { useState } from 'react';
import { PauseToggle } from '../ui/pause-toggle.tsx';
import { useAction } from '../ui/use-action.ts';
import { pauseAllAction, resumeAllAction } from './actions.ts';

export function PauseAllButton({ paused, mayAct }: { paused: boolean; mayAct: boolean }) {
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction(paused ? resumeAllAction : pauseAllAction, {
    done: () => (paused ? 'All queues go on.' : 'All queues are paused.'),
    onDone: () => setAsking(false),
  });
  return (
    <PauseToggle
      paused={paused}
      verb={paused ? 'Resume all' : 'Pause all'}
      what="queues"
      confirm={paused ? 'Resume all' : 'Pause all'}
      explanation={
        paused
          ? 'Workers take tasks again. Queues that are paused themselves stay so.'
          : 'No worker takes a task of any queue. What runs goes on, and tasks can still be enqueued.'
      }
      mayAct={mayAct}
      pending={pending}
      asking={asking}
      onAsk={setAsking}
      onConfirm={(reason) => run({ reason })}
    />
  );
}

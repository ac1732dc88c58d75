'use client';

import { useState } from 'react';
import { PauseToggle } from '../ui/pause-toggle.tsx';
import { useAction } from '../ui/use-action.ts';
import { drainWorkerAction, resumeWorkerAction } from './actions.ts';

interface Props {
  id: string;
  name: string;
  drained: boolean;
  mayAct: boolean;
}

export function DrainButton({ id, name, drained, mayAct }: Props) {
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction(drained ? resumeWorkerAction : drainWorkerAction, {
    done: () => (drained ? `Worker ${name} has tasks again.` : `Worker ${name} takes nothing new.`),
    onDone: () => setAsking(false),
  });
  return (
    <PauseToggle
      paused={drained}
      verb={drained ? 'Resume' : 'Drain'}
      what={`worker ${name}`}
      confirm={drained ? 'Resume worker' : 'Drain worker'}
      explanation={
        drained
          ? 'It takes tasks again.'
          : 'It takes nothing new. What it holds goes on to its end; then its process can be stopped and nothing moves.'
      }
      mayAct={mayAct}
      pending={pending}
      asking={asking}
      onAsk={setAsking}
      onConfirm={(reason) => run({ id, reason })}
    />
  );
}

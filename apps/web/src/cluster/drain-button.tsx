'use client';

import { useState } from 'react';
import { PauseToggle } from '../ui/pause-toggle.tsx';
import { useAction } from '../ui/use-action.ts';
import { drainClusterAction, resumeClusterAction } from './actions.ts';

export function DrainButton({ address, drained, mayAct }: { address: string; drained: boolean; mayAct: boolean }) {
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction(drained ? resumeClusterAction : drainClusterAction, {
    done: () => (drained ? 'The cluster has tasks again.' : 'Nothing new starts on the cluster.'),
    onDone: () => setAsking(false),
  });
  return (
    <PauseToggle
      paused={drained}
      verb={drained ? 'Resume' : 'Drain'}
      what={`cluster ${address}`}
      confirm={drained ? 'Resume cluster' : 'Drain cluster'}
      explanation={
        drained ? 'Workers send it tasks again.' : 'Workers send it nothing new. What runs there goes on to its end.'
      }
      mayAct={mayAct}
      pending={pending}
      asking={asking}
      onAsk={setAsking}
      onConfirm={(reason) => run({ address, reason })}
    />
  );
}

import type { AttemptState, TaskState } from '@raydeck/core';
import {
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircleFilled,
  IconLock,
  IconProgress,
  IconSend,
  IconZzz,
} from '@tabler/icons-react';
import { IconWord, type Look } from './icon-word.tsx';

/** An attempt that snoozed is CANCELED by its own wish: people see which. */
type State = TaskState | AttemptState | 'SNOOZED';

const looks = {
  BLOCKED: { icon: IconLock, color: 'var(--state-blocked)', word: 'Blocked' },
  QUEUED: { icon: IconCircleDashed, color: 'var(--state-queued)', word: 'Queued' },
  SUBMITTED: { icon: IconSend, color: 'var(--state-queued)', word: 'Submitted' },
  RUNNING: { icon: IconProgress, color: 'var(--state-running)', word: 'Running' },
  SUCCEEDED: { icon: IconCircleCheckFilled, color: 'var(--state-succeeded)', word: 'Succeeded' },
  FAILED: { icon: IconCircleXFilled, color: 'var(--state-failed)', word: 'Failed' },
  CANCELED: { icon: IconBan, color: 'var(--state-canceled)', word: 'Canceled' },
  SNOOZED: { icon: IconZzz, color: 'var(--state-queued)', word: 'Snoozed' },
  LOST: { icon: IconHelpCircleFilled, color: 'var(--state-lost)', word: 'Lost' },
} as const satisfies Record<State, Look>;

export function stateWord(state: State): string {
  return looks[state].word;
}

export function stateColor(state: State): string {
  return looks[state].color;
}

/** `data-state` tells tests what is shown. */
export function StateBadge({ state, size = 'sm' }: { state: State; size?: 'sm' | 'md' }) {
  return (
    <span data-state={state}>
      <IconWord look={looks[state]} size={size} />
    </span>
  );
}

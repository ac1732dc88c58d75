import type { BulkOutcome, BulkState } from '@raydeck/core';
import {
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconPlayerSkipForwardFilled,
  IconProgress,
} from '@tabler/icons-react';
import { IconWord, type Look } from '../ui/icon-word.tsx';

const pending: Look = { icon: IconCircleDashed, color: 'var(--state-queued)', word: 'Pending' };
const done: Look = { icon: IconCircleCheckFilled, color: 'var(--state-succeeded)', word: 'Done' };

const states: Record<BulkState, Look> = {
  PENDING: pending,
  RUNNING: { icon: IconProgress, color: 'var(--state-running)', word: 'Running' },
  DONE: done,
  ABORTED: { icon: IconBan, color: 'var(--state-canceled)', word: 'Aborted' },
  FAILED: { icon: IconCircleXFilled, color: 'var(--state-failed)', word: 'Failed' },
};

const outcomes: Record<BulkOutcome, Look> = {
  PENDING: pending,
  DONE: done,
  SKIPPED: { icon: IconPlayerSkipForwardFilled, color: 'var(--state-canceled)', word: 'Skipped' },
};

export function BulkStateBadge({ state, size = 'sm' }: { state: BulkState; size?: 'sm' | 'md' }) {
  return <IconWord look={states[state]} size={size} />;
}

export function BulkOutcomeBadge({ outcome }: { outcome: BulkOutcome }) {
  return <IconWord look={outcomes[outcome]} />;
}

export function outcomeWord(outcome: BulkOutcome): string {
  return outcomes[outcome].word;
}

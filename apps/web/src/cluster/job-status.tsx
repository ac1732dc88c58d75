import type { ClusterJob } from '@raydeck/services';
import {
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircleFilled,
  IconProgress,
} from '@tabler/icons-react';
import { IconWord, type Look } from '../ui/icon-word.tsx';

const looks: Record<string, Look> = {
  PENDING: { icon: IconCircleDashed, color: 'var(--state-queued)', word: 'Pending' },
  RUNNING: { icon: IconProgress, color: 'var(--state-running)', word: 'Running' },
  SUCCEEDED: { icon: IconCircleCheckFilled, color: 'var(--state-succeeded)', word: 'Succeeded' },
  FAILED: { icon: IconCircleXFilled, color: 'var(--state-failed)', word: 'Failed' },
  STOPPED: { icon: IconBan, color: 'var(--state-canceled)', word: 'Stopped' },
};

const unknown = { icon: IconHelpCircleFilled, color: 'var(--state-lost)' };

/** What Ray said last; of a job that went with its head while it ran nobody knows more. */
export function JobStatus({ job: { status, goneAt } }: { job: Pick<ClusterJob, 'status' | 'goneAt'> }) {
  const isLost = goneAt !== null && (status === 'RUNNING' || status === 'PENDING');
  const look = isLost ? { ...unknown, word: 'Gone with its head' } : (looks[status] ?? { ...unknown, word: status });
  return <IconWord look={look} />;
}

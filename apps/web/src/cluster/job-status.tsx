import { Group, Text } from '@mantine/core';
import type { ClusterJob } from '@raydeck/services';
import {
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircleFilled,
  IconProgress,
} from '@tabler/icons-react';

const looks: Record<string, { icon: typeof IconBan; color: string; word: string }> = {
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
  const {
    icon: Icon,
    color,
    word,
  } = isLost ? { ...unknown, word: 'Gone with its head' } : (looks[status] ?? { ...unknown, word: status });
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={15} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" fw={500}>
        {word}
      </Text>
    </Group>
  );
}

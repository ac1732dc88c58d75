import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconHourglass, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { Explanation } from './explain-task.ts';
import classes from './task.module.css';

const looks = {
  waiting: { icon: IconHourglass, color: 'var(--state-queued)' },
  running: { icon: IconPlayerPlay, color: 'var(--state-running)' },
  stuck: { icon: IconAlertTriangle, color: 'var(--state-canceled)' },
  ended: { icon: IconInfoCircle, color: 'var(--state-queued)' },
} as const;

export function WhyLine({ explanation: { tone, text, at } }: { explanation: Explanation }) {
  const { icon: Icon, color } = looks[tone];
  return (
    <Group gap={8} wrap="nowrap" className={classes['why']} data-tone={tone} align="flex-start" role="status">
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Text size="sm">
        {visibleText(text)}
        {at && (
          <>
            {' '}
            <TimeAgo at={at} />.
          </>
        )}
      </Text>
    </Group>
  );
}

import { Group, Text } from '@mantine/core';
import { IconPlayerPauseFilled } from '@tabler/icons-react';
import { TimeAgo } from './time-ago.tsx';
import { visibleText } from './visible-text.ts';

interface Props {
  /** What was done. */
  verb: 'Paused' | 'Drained';
  at: Date | null;
  by: string | null;
  reason: string | null;
}

/** Since when something is held up, by whom and why. */
export function HeldLine({ verb, at, by, reason }: Props) {
  return (
    <Group gap={5} wrap="nowrap" align="flex-start" maw={320}>
      <IconPlayerPauseFilled
        size={12}
        color="var(--state-canceled)"
        aria-hidden
        style={{ marginTop: 4, flexShrink: 0 }}
      />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {verb} <TimeAgo at={at} /> by {visibleText(by ?? 'somebody')}
        {reason && `: ${visibleText(reason)}`}
      </Text>
    </Group>
  );
}

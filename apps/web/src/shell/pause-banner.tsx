import { Group, Text } from '@mantine/core';
import type { Control } from '@raydeck/services';
import { IconPlayerPauseFilled } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './shell.module.css';

/** On every page, while nothing starts: who wanted it so, and why. */
export function PauseBanner({ control }: { control: Control }) {
  if (!control.paused) return null;
  return (
    <Group gap={8} wrap="nowrap" className={classes['paused']} role="status">
      <IconPlayerPauseFilled size={14} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        All queues are paused by {visibleText(control.pausedBy ?? 'somebody')} <TimeAgo at={control.pausedAt} />
        {control.pausedReason && `: ${visibleText(control.pausedReason)}`}. Nothing starts until they{' '}
        <Link href="/queues">go on</Link>.
      </Text>
    </Group>
  );
}

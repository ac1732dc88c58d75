import { Group, TableTd, TableTr, Text } from '@mantine/core';
import type { QueueSummary } from '@raydeck/services';
import { IconPlayerPauseFilled } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { formatCount } from '../tasks/format-count.ts';
import { formatDuration } from '../ui/format-time.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { limitLines } from './limits-text.ts';
import { PauseButton } from './pause-button.tsx';
import { QueueMenu } from './queue-menu.tsx';

interface Props {
  queue: QueueSummary;
  mayAct: boolean;
  mayWrite: boolean;
}

export function QueueRow({ queue, mayAct, mayWrite }: Props) {
  const tasks = (state: string) => `/tasks?queue=${encodeURIComponent(queue.name)}&state=${state}`;
  return (
    <TableTr>
      <TableTd>
        <Text size="sm" fw={500}>
          {queue.name}
        </Text>
        {queue.paused && <PausedLine queue={queue} />}
      </TableTd>
      <TableTd>
        <Link href={tasks('QUEUED')}>{formatCount(queue.queued)}</Link>
        {queue.parked.count > 0 && (
          <Text size="xs" c="dimmed">
            +{formatCount(queue.parked)} parked
          </Text>
        )}
      </TableTd>
      <TableTd>{formatCount(queue.due)}</TableTd>
      <TableTd>
        <TimeAgo at={queue.oldestDueAt} />
      </TableTd>
      <TableTd>
        <Link href={tasks('RUNNING')}>{formatCount(queue.running)}</Link>
      </TableTd>
      <TableTd>
        {limitLines(queue).map((line) => (
          <Text key={line} size="sm" style={{ whiteSpace: 'nowrap' }}>
            {line}
          </Text>
        ))}
      </TableTd>
      <TableTd>
        <Text size="xs" c="dimmed" maw={280} style={{ overflowWrap: 'anywhere' }}>
          {settingsOf(queue)}
        </Text>
      </TableTd>
      <TableTd>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <PauseButton name={queue.name} paused={queue.paused} mayAct={mayAct} />
          {mayWrite && <QueueMenu name={queue.name} />}
        </Group>
      </TableTd>
    </TableTr>
  );
}

function PausedLine({ queue }: { queue: QueueSummary }) {
  return (
    <Group gap={5} wrap="nowrap" align="flex-start" maw={320}>
      <IconPlayerPauseFilled
        size={12}
        color="var(--state-canceled)"
        aria-hidden
        style={{ marginTop: 4, flexShrink: 0 }}
      />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Paused <TimeAgo at={queue.pausedAt} /> by {visibleText(queue.pausedBy ?? 'somebody')}
        {queue.pausedReason && `: ${visibleText(queue.pausedReason)}`}
      </Text>
    </Group>
  );
}

function retryWords({
  backoff,
  delaysSeconds,
  retryOn = [],
  giveUpOn = [],
}: NonNullable<QueueSummary['retryPolicy']>): string {
  const words = [
    delaysSeconds ? `retries after ${delaysSeconds.join(', ')} s` : `${backoff} backoff`,
    retryOn.length > 0 && `on ${retryOn.join(', ')}`,
    giveUpOn.length > 0 && `not on ${giveUpOn.join(', ')}`,
  ];
  return words.filter(Boolean).join(' ');
}

/** What the queue says itself; everything else comes from the installation's settings. */
function settingsOf({
  runner,
  profile,
  maxAttempts,
  timeoutSeconds,
  retryPolicy,
  allowedCallables,
  allowedRunners,
  allowedProfiles,
  plainCallables,
}: QueueSummary): string {
  const words = [
    runner && `runner ${runner}`,
    profile && `profile ${profile}`,
    maxAttempts && `${maxAttempts} attempts`,
    timeoutSeconds && `timeout ${formatDuration(timeoutSeconds * 1_000)}`,
    retryPolicy && retryWords(retryPolicy),
    allowedRunners.length > 0 && `runners ${allowedRunners.join(', ')}`,
    allowedProfiles.length > 0 && `profiles ${allowedProfiles.join(', ')}`,
    allowedCallables.length > 0 && `only ${allowedCallables.join(', ')}`,
    plainCallables && 'plain functions',
  ].filter(Boolean);
  return words.length === 0 ? 'defaults' : words.join(' · ');
}

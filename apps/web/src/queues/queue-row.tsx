import { Group, Progress, TableTd, TableTr, Text } from '@mantine/core';
import type { QueuePulse, QueueSummary } from '@raydeck/services';
import { HeldLine } from '../ui/held-line.tsx';
import { Link } from '../ui/link.tsx';
import { formatCount } from '../tasks/format-count.ts';
import { formatDuration } from '../ui/format-time.ts';
import { Age } from '../ui/time-ago.tsx';
import { limitLines } from './limits-text.ts';
import { PauseButton } from './pause-button.tsx';
import { PulseChart } from './pulse-chart.tsx';
import { QueueMenu } from './queue-menu.tsx';

interface Props {
  queue: QueueSummary;
  pulse: QueuePulse | undefined;
  mayAct: boolean;
  mayWrite: boolean;
}

export function QueueRow({ queue, pulse, mayAct, mayWrite }: Props) {
  const tasks = (state: string) => `/tasks?queue=${encodeURIComponent(queue.name)}&state=${state}`;
  return (
    <TableTr>
      <TableTd>
        <Text size="sm" fw={500}>
          {queue.name}
        </Text>
        {queue.paused && <HeldLine verb="Paused" at={queue.pausedAt} by={queue.pausedBy} reason={queue.pausedReason} />}
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
      <TableTd>{queue.oldestDueAt ? <Age since={queue.oldestDueAt} /> : '–'}</TableTd>
      <TableTd>
        <Link href={tasks('RUNNING')}>{formatCount(queue.running)}</Link>
      </TableTd>
      <TableTd>
        {limitLines(queue).map((line) => (
          <Text key={line} size="sm" style={{ whiteSpace: 'nowrap' }}>
            {line}
          </Text>
        ))}
        {queue.concurrencyLimit !== null && (
          <Progress
            value={(100 * (queue.live ?? 0)) / queue.concurrencyLimit}
            size={4}
            w={90}
            aria-label={`${queue.name} uses ${queue.live ?? 0} of ${queue.concurrencyLimit} places`}
          />
        )}
      </TableTd>
      <TableTd>
        <PulseChart pulse={pulse} />
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

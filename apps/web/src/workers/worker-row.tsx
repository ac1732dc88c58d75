import { Group, Progress, Stack, TableTd, TableTr, Text } from '@mantine/core';
import type { WorkerSummary } from '@raydeck/services';
import { IconCircleFilled, IconCircleOff } from '@tabler/icons-react';
import { HeldLine } from '../ui/held-line.tsx';
import { Link } from '../ui/link.tsx';
import { stateColor } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { DrainButton } from './drain-button.tsx';

export function WorkerRow({ worker, mayAct }: { worker: WorkerSummary; mayAct: boolean }) {
  const { id, name, drainedAt, isLive } = worker;
  return (
    <TableTr>
      <TableTd>
        <Text size="sm" fw={500}>
          {visibleText(name)}
        </Text>
        <Text size="xs" c="dimmed">
          {visibleText(worker.hostname)} · pid {worker.pid} · {worker.version}
        </Text>
      </TableTd>
      <TableTd>
        <Life worker={worker} />
      </TableTd>
      <TableTd>
        <Stack gap={4} w={110}>
          <Text size="sm">
            {worker.held.count} of {worker.concurrency}
          </Text>
          <Progress
            value={Math.min(100, (100 * worker.held.count) / worker.concurrency)}
            size={4}
            aria-label={`${worker.name} holds ${worker.held.count} of ${worker.concurrency}`}
          />
        </Stack>
      </TableTd>
      <TableTd>
        <Attempts worker={worker} />
      </TableTd>
      <TableTd>
        <Text size="sm">{worker.queues.includes('*') ? 'all queues' : visibleText(worker.queues.join(', '))}</Text>
        <Text size="xs" c="dimmed">
          {worker.runners.join(', ')}
        </Text>
      </TableTd>
      <TableTd>
        <Text size="sm">
          <TimeAgo at={worker.startedAt} />
        </Text>
      </TableTd>
      <TableTd ta="right">
        {(isLive || drainedAt !== null) && (
          <DrainButton id={id} name={name} drained={drainedAt !== null} mayAct={mayAct} />
        )}
      </TableTd>
    </TableTr>
  );
}

function Life({ worker }: { worker: WorkerSummary }) {
  const { isLive, stoppedAt, lastSeenAt, leaseExpiresAt } = worker;
  const word = isLive ? 'Alive' : stoppedAt ? 'Stopped' : 'Lease over';
  const Icon = isLive ? IconCircleFilled : IconCircleOff;
  const color = isLive ? 'var(--state-succeeded)' : stoppedAt ? 'var(--state-queued)' : 'var(--state-failed)';
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Icon size={isLive ? 9 : 13} color={color} aria-hidden />
        <Text size="sm" fw={500}>
          {word}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        lease renewed <TimeAgo at={lastSeenAt} />
        {isLive && (
          <>
            , ends <TimeAgo at={leaseExpiresAt} />
          </>
        )}
      </Text>
      {worker.drainedAt && (
        <HeldLine verb="Drained" at={worker.drainedAt} by={worker.drainedBy} reason={worker.drainedReason} />
      )}
    </>
  );
}

/** What it holds, newest first. */
function Attempts({ worker: { attempts, held } }: { worker: WorkerSummary }) {
  if (attempts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        nothing
      </Text>
    );
  }
  const hidden = held.count - Math.min(attempts.length, 5);
  return (
    <Stack gap={1}>
      {attempts.slice(0, 5).map((attempt) => (
        <Group key={attempt.id} gap={6} wrap="nowrap">
          <IconCircleFilled size={7} color={stateColor(attempt.state)} aria-hidden />
          <Text size="sm" truncate maw={300}>
            <Link href={`/tasks/${attempt.taskId}`}>{attempt.callable}</Link>
          </Text>
        </Group>
      ))}
      {hidden > 0 && (
        <Text size="xs" c="dimmed">
          and {hidden} more
        </Text>
      )}
    </Stack>
  );
}

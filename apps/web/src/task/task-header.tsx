import { Box, Group, Progress, Stack, Text, Title } from '@mantine/core';
import type { TaskDetail } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import type { ReactNode } from 'react';
import tags from '../tasks/tasks.module.css';
import { Duration } from '../ui/duration.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

/** What the task is and how it stands, in a few lines. */
export function TaskHeader({ detail, children }: { detail: TaskDetail; children: ReactNode }) {
  const { task, effective, attempts, retriedFrom, retriedBy } = detail;
  return (
    <Stack gap={8}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box miw={0} flex="1 1 280px">
          <Group gap="sm">
            <StateBadge state={task.state} size="md" />
            <Title order={1} ff="monospace" fz="md" style={{ overflowWrap: 'anywhere' }}>
              {task.callable}
            </Title>
          </Group>
        </Box>
        <Group gap="xs">{children}</Group>
      </Group>
      <div className={classes['facts']}>
        <ShortId id={task.id} full label="task id" />
        <span>
          Queue <Link href={`/tasks?queue=${encodeURIComponent(task.queue)}`}>{task.queue}</Link>
        </span>
        <span>
          Priority <b>{task.priority}</b>
        </span>
        <span>
          Attempts{' '}
          <b>
            {task.attemptCount}
            {task.attemptCount <= effective.maxAttempts.value && ` of ${effective.maxAttempts.value}`}
          </b>
        </span>
        <span>
          Created{' '}
          <b>
            <TimeAgo at={task.createdAt} />
          </b>{' '}
          by <b>{visibleText(task.createdBy)}</b>
        </span>
        {attempts.length > 0 && task.state !== 'QUEUED' && (
          <span>
            {task.state === 'RUNNING' ? 'Runs for' : 'Took'}{' '}
            <b>
              <Duration from={task.startedAt} to={task.finishedAt} />
            </b>
          </span>
        )}
        {task.pinned && <b>Pinned</b>}
        {retriedFrom && (
          <span>
            Made from <Link href={`/tasks/${retriedFrom}`}>{shortenId(retriedFrom)}</Link>
          </span>
        )}
        {retriedBy.map((id) => (
          <span key={id}>
            Made again as <Link href={`/tasks/${id}`}>{shortenId(id)}</Link>
          </span>
        ))}
        {task.tags.map((tag) => (
          <Link key={tag} className={tags['tag']} href={`/tasks?tag=${encodeURIComponent(tag)}`}>
            {visibleText(tag)}
          </Link>
        ))}
      </div>
      <TaskProgress detail={detail} />
    </Stack>
  );
}

function TaskProgress({ detail: { task, attempts } }: { detail: TaskDetail }) {
  const progress = attempts[0]?.progress;
  if (task.state !== 'RUNNING' || !progress) return null;
  const percent = progress.total ? Math.min(100, (100 * progress.current) / progress.total) : null;
  return (
    <Group gap="sm" wrap="nowrap">
      {percent !== null && <Progress value={percent} size={6} flex={1} maw={420} aria-label="Progress" />}
      <Text size="xs" c="dimmed">
        {percent === null ? progress.current : `${Math.round(percent)} %`}
        {progress.message && ` · ${visibleText(progress.message)}`}
      </Text>
    </Group>
  );
}

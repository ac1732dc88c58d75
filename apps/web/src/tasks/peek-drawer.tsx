'use client';

import { ActionIcon, Drawer, Group, Loader, Stack, Text } from '@mantine/core';
import type { TaskDetail, TaskSummary } from '@raydeck/services';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ansiText } from '../text/ansi.ts';
import { Duration } from '../ui/duration.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { peekTaskAction } from './actions.ts';
import { useListQuery } from './list-query-context.ts';
import { ProgressLine } from './progress-line.tsx';
import { hrefOfTask } from './task-href.ts';
import classes from './tasks.module.css';

interface Props {
  /** Null: nothing is peeked at. */
  task: TaskSummary | null;
  opened: boolean;
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
}

/** A task beside the list, which stays in reach: for looking through many of them. */
export function PeekDrawer({ task, opened, onMove, onClose }: Props) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size={440}
      trapFocus={false}
      lockScroll={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
      zIndex={150}
      classNames={{ inner: classes['beside'] ?? '', content: classes['peek'] ?? '' }}
    >
      <Drawer.Content aria-modal={false} aria-label="Peek" data-beside>
        <Drawer.Header renderRoot={(props) => <div {...props} />}>
          <Drawer.Title fw={600} style={{ overflowWrap: 'anywhere' }}>
            {task?.callable}
          </Drawer.Title>
          <Group gap={2} wrap="nowrap">
            <ActionIcon aria-label="Previous task" onClick={() => onMove(-1)}>
              <IconChevronUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label="Next task" onClick={() => onMove(1)}>
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
            <Drawer.CloseButton aria-label="Close peek" />
          </Group>
        </Drawer.Header>
        <Drawer.Body>{task && <Peek key={task.id} task={task} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Peek({ task }: { task: TaskSummary }) {
  const { detail, problem } = useDetail(task);
  const list = useListQuery();
  return (
    <Stack gap="md">
      <Group gap="sm">
        <StateBadge state={task.state} size="md" />
        <LinkButton href={hrefOfTask(task.id, { list })} variant="default" size="compact-xs">
          Open
        </LinkButton>
        <ShortId id={task.id} label="task id" />
      </Group>
      <ProgressLine task={task} />
      <Facts task={task} />
      {task.errorClass && (
        <div>
          <Text size="sm" fw={600} ff="monospace" c="var(--state-failed)" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(task.errorClass)}
          </Text>
          {task.errorMessage && <pre className={classes['message']}>{ansiText(task.errorMessage)}</pre>}
        </div>
      )}
      {problem && (
        <Text size="sm" c="var(--state-failed)">
          {problem}
        </Text>
      )}
      {!detail && !problem && <Loader size={16} aria-label="Loading attempts" />}
      {detail && <Attempts detail={detail} />}
    </Stack>
  );
}

function Facts({ task }: { task: TaskSummary }) {
  const facts = [
    ['Queue', visibleText(task.queue)],
    ['Priority', task.priority],
    ['By', visibleText(task.createdBy)],
    ['Created', <TimeAgo key="created" at={task.createdAt} />],
    ['Due', <TimeAgo key="due" at={task.runAt} />],
    ['Started', <TimeAgo key="started" at={task.startedAt} />],
    ['Finished', <TimeAgo key="finished" at={task.finishedAt} />],
    ...(task.tags.length > 0 ? ([['Tags', task.tags.map((tag) => visibleText(tag)).join(', ')]] as const) : []),
  ] as const;
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Attempts({ detail: { attempts } }: { detail: TaskDetail }) {
  if (attempts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No attempt yet.
      </Text>
    );
  }
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        Attempts
      </Text>
      <Stack gap={6}>
        {attempts.slice(0, 8).map((attempt) => (
          <Group key={attempt.id} gap="sm" wrap="nowrap" justify="space-between">
            <Group gap="xs" wrap="nowrap" miw={0}>
              <Text size="sm" c="dimmed" w={20}>
                {attempt.number}
              </Text>
              <StateBadge state={attempt.state} />
              <Text size="xs" c="dimmed" truncate>
                {visibleText(attempt.errorClass ?? '')}
              </Text>
            </Group>
            <Text size="sm" span>
              <Duration from={attempt.startedAt} to={attempt.finishedAt} />
            </Text>
          </Group>
        ))}
      </Stack>
    </div>
  );
}

/** Read when it is opened, and again when the row has moved on. */
function useDetail({ id, state, attemptCount }: TaskSummary) {
  const [read, setRead] = useState<{ detail: TaskDetail | null; problem: string | null }>({
    detail: null,
    problem: null,
  });
  useEffect(() => {
    let isOver = false;
    const settle = (detail: TaskDetail | null, problem: string | null) => {
      if (!isOver) setRead((before) => ({ detail: detail ?? before.detail, problem }));
    };
    peekTaskAction({ id }).then(
      (result) => (result.ok ? settle(result.value, null) : settle(null, result.message)),
      () => settle(null, 'The console did not answer.'),
    );
    return () => {
      isOver = true;
    };
  }, [id, state, attemptCount]);
  return read;
}

import { Box, Group, Progress, Text } from '@mantine/core';
import type { TaskSummary } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { percentOf } from './progress-line.tsx';
import { useListQuery } from './list-query-context.ts';
import { hrefOfSearch } from './search-href.ts';
import { hrefOfTask } from './task-href.ts';
import classes from './tasks.module.css';

/** What a task is and what there is to say of it now; a failed one says why in a second line. */
export function TaskCell({ task }: { task: TaskSummary }) {
  const list = useListQuery();
  return (
    <Box miw={0}>
      <Group gap={6} wrap="wrap">
        <Link className={classes['name']} href={hrefOfTask(task.id, { list })} data-row-link>
          {task.callable}
        </Link>
        <Text span size="xs" c="dimmed" ff="monospace">
          {shortenId(task.id)}
        </Text>
        <Now task={task} />
        {task.tags.slice(0, 4).map((tag) => (
          <Link key={tag} className={`${classes['tag']} ${classes['above']}`} href={hrefOfSearch({ terms: { tag } })}>
            {visibleText(tag)}
          </Link>
        ))}
        {task.tags.length > 4 && (
          <Text span size="xs" c="dimmed">
            +{task.tags.length - 4}
          </Text>
        )}
      </Group>
      <ErrorLine task={task} />
    </Box>
  );
}

function ErrorLine({ task }: { task: TaskSummary }) {
  if (task.state !== 'FAILED' || !task.errorClass) return null;
  return (
    <div className={classes['error']}>
      {visibleText(task.errorClass)}
      {task.errorMessage && `: ${visibleText(task.errorMessage.split('\n')[0] ?? '')}`}
    </div>
  );
}

function Now({ task }: { task: TaskSummary }) {
  if (task.state === 'RUNNING' && task.cancelRequestedAt) return <Quiet>cancel asked</Quiet>;
  if (task.state === 'RUNNING' && task.attemptState === 'SUBMITTED') return <Quiet>starting</Quiet>;
  if (task.state === 'RUNNING' && task.progress?.total) {
    const percent = percentOf(task.progress.current, task.progress.total);
    return (
      <Group gap={6} wrap="nowrap">
        <Progress value={percent} size={5} w={90} aria-label={`Progress of ${task.callable}`} />
        <Quiet>{Math.floor(percent)} %</Quiet>
      </Group>
    );
  }
  if (task.state !== 'QUEUED') return null;
  if (task.attemptCount > 0) {
    return (
      <Quiet>
        retry <TimeAgo at={task.runAt} />
      </Quiet>
    );
  }
  if (task.runAt.getTime() <= task.createdAt.getTime() + 1_000) return null;
  return (
    <Quiet>
      due <TimeAgo at={task.runAt} />
    </Quiet>
  );
}

function Quiet({ children }: { children: React.ReactNode }) {
  return (
    <Text span size="xs" c="dimmed">
      {children}
    </Text>
  );
}

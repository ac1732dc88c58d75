import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { TaskSummary } from '@raydeck/services';
import type { ChosenColumn } from '../preferences/columns.ts';
import { Duration } from '../ui/duration.tsx';
import { Link } from '../ui/link.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { hrefOfSearch } from './search-href.ts';
import { TaskCell } from './task-cell.tsx';
import classes from './tasks.module.css';

export const features = tableFeatures({});

const column = createColumnHelper<typeof features, TaskSummary>();

export const taskColumns = column.columns([
  column.accessor('state', {
    header: 'State',
    cell: ({ row }) => <StateBadge state={row.original.state} />,
  }),
  column.accessor('callable', {
    header: 'Task',
    cell: ({ row }) => <TaskCell task={row.original} />,
  }),
  column.accessor('queue', {
    header: 'Queue',
    cell: ({ row }) => <Filtered name="queue" value={row.original.queue} />,
  }),
  column.accessor('attemptCount', {
    header: 'Attempts',
    cell: ({ row }) => attemptsOf(row.original),
  }),
  column.accessor('priority', {
    header: 'Priority',
    cell: ({ row }) => row.original.priority,
  }),
  column.accessor('createdBy', {
    header: 'By',
    cell: ({ row }) => <Filtered name="by" value={row.original.createdBy} />,
  }),
  column.accessor('createdAt', {
    header: 'Created',
    cell: ({ row }) => <TimeAgo at={row.original.createdAt} />,
  }),
  column.accessor('runAt', {
    header: 'Due',
    cell: ({ row }) => <TimeAgo at={row.original.runAt} />,
  }),
  column.accessor('startedAt', {
    header: 'Started',
    cell: ({ row }) => <TimeAgo at={row.original.startedAt} />,
  }),
  column.accessor('finishedAt', {
    header: 'Finished',
    cell: ({ row }) => <TimeAgo at={row.original.finishedAt} />,
  }),
  column.display({
    id: 'duration',
    header: 'Took',
    cell: ({ row }) => <Took task={row.original} />,
  }),
]);

export const columnWords: Record<ChosenColumn, string> = {
  queue: 'Queue',
  attemptCount: 'Attempts',
  priority: 'Priority',
  createdBy: 'Enqueued by',
  createdAt: 'Created',
  runAt: 'Due',
  startedAt: 'Started',
  finishedAt: 'Finished',
  duration: 'Took',
};

const timeWidth = { relative: 104, absolute: 172 } as const;

/** Widths by column; a wide one shows where there is room. */
export function columnLayout(name: string, time: keyof typeof timeWidth): { width?: number; isWide?: true } {
  const isWide = true;
  if (name === 'state') return { width: 126 };
  if (name === 'queue' || name === 'createdBy') return { width: 130, isWide };
  if (name === 'attemptCount' || name === 'priority') return { width: 84, isWide };
  if (name === 'duration') return { width: 112, isWide };
  return name.endsWith('At') ? { width: timeWidth[time], isWide } : {};
}

/** A value that leads to all tasks that share it. */
function Filtered({ name, value }: { name: 'queue' | 'by'; value: string }) {
  return (
    <Link className={classes['quiet']} href={hrefOfSearch({ terms: { [name]: value } })}>
      {visibleText(value)}
    </Link>
  );
}

function attemptsOf({ attemptCount, maxAttempts }: TaskSummary): string {
  if (attemptCount === 0) return '–';
  return maxAttempts === null ? String(attemptCount) : `${attemptCount} / ${maxAttempts}`;
}

/** From the first start to the end; a task that waits again does not run. */
function Took({ task }: { task: TaskSummary }) {
  if (task.state === 'QUEUED' || task.state === 'BLOCKED') return <span>–</span>;
  return <Duration from={task.startedAt} to={task.finishedAt} />;
}

import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { TaskSummary } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { Duration } from '../ui/duration.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
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
    cell: ({ row }) => (
      <Link className={classes['quiet']} href={`/tasks?queue=${encodeURIComponent(row.original.queue)}`}>
        {row.original.queue}
      </Link>
    ),
  }),
  column.accessor('attemptCount', {
    header: 'Attempts',
    cell: ({ row }) => attemptsOf(row.original),
  }),
  column.accessor('createdAt', {
    header: 'Created',
    cell: ({ row }) => <TimeAgo at={row.original.createdAt} />,
  }),
  column.display({
    id: 'duration',
    header: 'Took',
    cell: ({ row }) => <Took task={row.original} />,
  }),
]);

/** Widths by column; a wide one shows where there is room. */
export const columnLayout: Record<string, { width?: number; wide?: true }> = {
  state: { width: 126 },
  queue: { width: 130, wide: true },
  attemptCount: { width: 84, wide: true },
  createdAt: { width: 104, wide: true },
  duration: { width: 112, wide: true },
};

function attemptsOf({ attemptCount, maxAttempts }: TaskSummary): string {
  if (attemptCount === 0) return '–';
  return maxAttempts === null ? String(attemptCount) : `${attemptCount} / ${maxAttempts}`;
}

/** From the first start to the end; a task that waits again does not run. */
function Took({ task }: { task: TaskSummary }) {
  if (task.state === 'QUEUED' || task.state === 'BLOCKED') return <span>–</span>;
  return <Duration from={task.startedAt} to={task.finishedAt} />;
}

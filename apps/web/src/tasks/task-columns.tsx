import type { TaskSummary } from '@raydeck/services';
import type { ReactNode } from 'react';
import type { ChosenColumn } from '../preferences/columns.ts';
import { Duration } from '../ui/duration.tsx';
import { Link } from '../ui/link.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { hrefOfSearch } from './search-href.ts';
import { TaskCell } from './task-cell.tsx';
import classes from './tasks.module.css';

/** One column: its name is that of the preference which shows it, or one of the two that always show. */
export interface TaskColumn {
  name: ChosenColumn | 'state' | 'callable';
  header: string;
  cell: (task: TaskSummary) => ReactNode;
}

export const taskColumns: readonly TaskColumn[] = [
  { name: 'state', header: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { name: 'callable', header: 'Task', cell: (task) => <TaskCell task={task} /> },
  { name: 'queue', header: 'Queue', cell: ({ queue }) => <Filtered name="queue" value={queue} /> },
  { name: 'attemptCount', header: 'Attempts', cell: attemptsOf },
  { name: 'priority', header: 'Priority', cell: ({ priority }) => priority },
  { name: 'createdBy', header: 'By', cell: ({ createdBy }) => <Filtered name="by" value={createdBy} /> },
  { name: 'createdAt', header: 'Created', cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  { name: 'runAt', header: 'Due', cell: ({ runAt }) => <TimeAgo at={runAt} /> },
  { name: 'startedAt', header: 'Started', cell: ({ startedAt }) => <TimeAgo at={startedAt} /> },
  { name: 'finishedAt', header: 'Finished', cell: ({ finishedAt }) => <TimeAgo at={finishedAt} /> },
  { name: 'duration', header: 'Took', cell: (task) => <Took task={task} /> },
];

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
export function columnLayout(
  name: TaskColumn['name'],
  time: keyof typeof timeWidth,
): { width?: number; isWide?: true } {
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

import { ScrollArea, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import { isSnoozed } from '@raydeck/core';
import type { AttemptDetail, TaskDetail } from '@raydeck/services';
import { Duration } from '../ui/duration.tsx';
import { formatBytes } from '../ui/format-bytes.ts';
import { hrefOfTask } from '../tasks/task-href.ts';
import { Link } from '../ui/link.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

interface Props {
  task: TaskDetail['task'];
  attempts: readonly AttemptDetail[];
  /** By the worker's id; one that is gone for long has no name. */
  workerNames: Readonly<Record<string, string>>;
  chosen: string | null;
  /** The list that one came from stays the one. */
  list: string | null;
}

const columns = ['Attempt', 'State', 'Waited', 'Ran', 'Node', 'Worker', 'Ray job', 'Exit', 'Memory', 'CPU'];

/** One line an attempt, newest first; choosing one shows its error and log below. */
export function AttemptTable({ task, attempts, workerNames, chosen, list }: Props) {
  return (
    <ScrollArea type="auto" offsetScrollbars="x">
      <Table
        className={classes['attempts']}
        fz="sm"
        horizontalSpacing="sm"
        verticalSpacing={6}
        miw={860}
        aria-label="Attempts"
      >
        <TableThead>
          <TableTr>
            {columns.map((column) => (
              <TableTh key={column}>{column}</TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {attempts.map((attempt) => (
            <TableTr key={attempt.id} data-chosen={attempt.id === chosen || undefined}>
              <TableTd>
                <Link
                  className={classes['choose']}
                  href={hrefOfTask(task.id, { attempt: attempt.id, list })}
                  aria-current={attempt.id === chosen ? 'true' : undefined}
                  scroll={false}
                >
                  {attempt.number}
                </Link>
              </TableTd>
              <TableTd>
                <StateBadge state={isSnoozed(attempt) ? 'SNOOZED' : attempt.state} />
              </TableTd>
              <TableTd>
                <Duration from={attempt.submittedAt} to={attempt.startedAt ?? attempt.finishedAt} />
              </TableTd>
              <TableTd>
                <Duration from={attempt.startedAt} to={attempt.finishedAt} />
              </TableTd>
              <Place attempt={attempt} />
              <TableTd>{visibleText(workerNames[attempt.workerId] ?? 'gone')}</TableTd>
              <IdCell id={attempt.runner === 'local' ? null : attempt.rayJobId} />
              <TableTd>{attempt.exitCode ?? '–'}</TableTd>
              <Memory peakBytes={attempt.peakMemoryBytes} askedBytes={task.resources?.memoryBytes ?? null} />
              <TableTd style={{ whiteSpace: 'nowrap' }}>
                {attempt.cpuSeconds === null ? '–' : `${attempt.cpuSeconds.toFixed(1)} s`}
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </ScrollArea>
  );
}

/** A pod's name says more to people than the id of its node. */
function Place({ attempt: { pod, rayNodeId, runner } }: { attempt: AttemptDetail }) {
  if (!pod) return <IdCell id={rayNodeId} otherwise={runner === 'local' ? 'local' : '–'} />;
  return (
    <TableTd>
      <Text span size="xs" ff="monospace" title={rayNodeId ?? undefined}>
        {visibleText(pod)}
      </Text>
    </TableTd>
  );
}

function IdCell({ id, otherwise = '–' }: { id: string | null; otherwise?: string }) {
  return (
    <TableTd>
      <Text span size="xs" ff="monospace" title={id ?? undefined} style={{ whiteSpace: 'nowrap' }}>
        {id === null ? otherwise : shortenId(id)}
      </Text>
    </TableTd>
  );
}

/** The most that it used, beside what it asked for: more than that, and its node may run out. */
function Memory({ peakBytes, askedBytes }: { peakBytes: number | null; askedBytes: number | null }) {
  if (peakBytes === null) return <TableTd>–</TableTd>;
  const isOver = askedBytes !== null && peakBytes > askedBytes;
  return (
    <TableTd style={{ whiteSpace: 'nowrap' }}>
      {formatBytes(peakBytes)}
      {askedBytes !== null && (
        <Text size="xs" c={isOver ? 'var(--state-failed)' : 'dimmed'}>
          of {formatBytes(askedBytes)}
          {isOver && ', too much'}
        </Text>
      )}
    </TableTd>
  );
}

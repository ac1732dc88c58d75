import { ScrollArea, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import { isSnoozed } from '@raydeck/core';
import type { AttemptDetail } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { Duration } from '../ui/duration.tsx';
import { formatBytes } from '../ui/format-bytes.ts';
import { shortenId } from '../ui/shorten-id.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

interface Props {
  taskId: string;
  attempts: readonly AttemptDetail[];
  chosen: string | null;
}

/** One line an attempt, newest first; choosing one shows its error and log below. */
export function AttemptTable({ taskId, attempts, chosen }: Props) {
  return (
    <ScrollArea type="auto">
      <Table
        className={classes['attempts']}
        fz="sm"
        horizontalSpacing="sm"
        verticalSpacing={6}
        miw={620}
        aria-label="Attempts"
      >
        <TableThead>
          <TableTr>
            <TableTh>Attempt</TableTh>
            <TableTh>State</TableTh>
            <TableTh>Node</TableTh>
            <TableTh>To start</TableTh>
            <TableTh>Ran</TableTh>
            <TableTh>Exit</TableTh>
            <TableTh>Memory</TableTh>
            <TableTh>CPU</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {attempts.map((attempt) => (
            <TableTr key={attempt.id} data-chosen={attempt.id === chosen || undefined}>
              <TableTd>
                <Link
                  className={classes['choose']}
                  href={`/tasks/${taskId}?attempt=${attempt.id}`}
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
                <Text span size="xs" ff="monospace" title={attempt.rayNodeId ?? ''}>
                  {attempt.pod ? visibleText(attempt.pod) : nodeName(attempt)}
                </Text>
              </TableTd>
              <TableTd>
                <Duration from={attempt.submittedAt} to={attempt.startedAt ?? attempt.finishedAt} />
              </TableTd>
              <TableTd>
                <Duration from={attempt.startedAt} to={attempt.finishedAt} />
              </TableTd>
              <TableTd>{attempt.exitCode ?? '–'}</TableTd>
              <TableTd style={{ whiteSpace: 'nowrap' }}>
                {attempt.peakMemoryBytes === null ? '–' : formatBytes(attempt.peakMemoryBytes)}
              </TableTd>
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

function nodeName({ rayNodeId, runner }: AttemptDetail): string {
  if (rayNodeId) return shortenId(rayNodeId);
  return runner === 'local' ? 'local' : '–';
}

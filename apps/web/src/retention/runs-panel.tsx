import { EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import type { RetentionRun } from '@raydeck/services';
import { IconHistory } from '@tabler/icons-react';
import { DataTable } from '../ui/data-table.tsx';
import { Duration } from '../ui/duration.tsx';
import { Panel } from '../ui/panel.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';

const columns = ['Asked for', 'By', 'Took', 'Tasks', 'Audit rows', 'Longest lock', 'Outcome'];

/** What the last runs came to. */
export function RunsPanel({ runs, storedWaiting }: { runs: RetentionRun[]; storedWaiting: number }) {
  const waiting = `${storedWaiting.toLocaleString('en-US')} objects outside the database wait to be deleted`;
  return (
    <Panel title="Runs" note={storedWaiting > 0 ? waiting : 'the newest 20'} flush>
      {runs.length === 0 && (
        <EmptyState
          py={40}
          icon={<IconHistory size={28} stroke={1.5} aria-hidden />}
          title="No run yet"
          description="A worker that leads runs it every five minutes."
        />
      )}
      {runs.length > 0 && (
        <DataTable label="Runs" columns={columns} minWidth={800}>
          {runs.map((run) => (
            <TableTr key={run.id}>
              <TableTd>
                <TimeAgo at={run.requestedAt} />
              </TableTd>
              <TableTd>{visibleText(run.requestedBy)}</TableTd>
              <TableTd>
                <Duration from={run.startedAt} to={run.finishedAt} />
              </TableTd>
              <TableTd>{run.tasks.toLocaleString('en-US')}</TableTd>
              <TableTd>{run.auditRows.toLocaleString('en-US')}</TableTd>
              <TableTd>{run.longestMs} ms</TableTd>
              <TableTd>
                <Text size="sm" fw={run.error === null ? 400 : 600}>
                  {outcomeOf(run)}
                </Text>
              </TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

function outcomeOf({ startedAt, finishedAt, isCut, error }: RetentionRun): string {
  if (error !== null) return visibleText(error);
  if (startedAt === null) return 'waits for the leader';
  if (finishedAt === null) return 'under way';
  return isCut ? 'time was up: the next one goes on' : 'all done';
}

'use client';

import { TableTd, TableTr, Text } from '@mantine/core';
import { DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { NewRows } from '../ui/new-rows.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { BulkOutcomeBadge } from './bulk-state.tsx';
import classes from './bulk.module.css';
import type { ShownRow } from './read-bulk.ts';
import { useHeldRows } from './use-held-rows.ts';

const columns = ['Outcome', 'Task', 'Message', 'When', 'Task now'];

/** What became of each task, the newest tasks first. */
export function RowTable({ rows: latest, listKey }: { rows: ShownRow[]; listKey: string }) {
  const { rows, left, fresh, show } = useHeldRows(latest, listKey);
  return (
    <div className={classes['frame']}>
      {fresh > 0 && <NewRows count={fresh} onShow={show} />}
      <DataTable label="Tasks of this operation" columns={columns} minWidth={760}>
        {rows.map((row) => (
          <TableTr key={row.id} data-gone={left.has(row.id) || undefined} className={classes['row']}>
            <TableTd w={120}>
              <BulkOutcomeBadge outcome={row.outcome} />
              {left.has(row.id) && (
                <Text size="xs" c="dimmed">
                  left this list
                </Text>
              )}
            </TableTd>
            <TableTd maw={320} style={{ overflowWrap: 'anywhere' }}>
              <Task row={row} />
            </TableTd>
            <TableTd maw={340} style={{ overflowWrap: 'anywhere' }}>
              {row.message && visibleText(row.message)}
            </TableTd>
            <TableTd>
              <TimeAgo at={row.at} />
            </TableTd>
            <TableTd>
              {row.task ? (
                <StateBadge state={row.task.state} />
              ) : (
                <Text span size="sm" c="dimmed">
                  gone
                </Text>
              )}
            </TableTd>
          </TableTr>
        ))}
      </DataTable>
    </div>
  );
}

function Task({ row: { taskId, task } }: { row: ShownRow }) {
  const id = (
    <Text span size="xs" c="dimmed" ff="monospace" title={taskId} style={{ whiteSpace: 'nowrap' }}>
      {shortenId(taskId)}
    </Text>
  );
  if (!task) return id;
  return (
    <>
      <Link className={classes['name']} href={`/tasks/${taskId}`}>
        {visibleText(task.callable)}
      </Link>{' '}
      {id}
    </>
  );
}

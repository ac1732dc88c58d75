'use client';

import { Stack, TableTd, TableTr, Text } from '@mantine/core';
import type { BulkOperation } from '@raydeck/services';
import { DataTable } from '../ui/data-table.tsx';
import { Duration } from '../ui/duration.tsx';
import { Link } from '../ui/link.tsx';
import { NewRows } from '../ui/new-rows.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { bulkPath } from './bulk-path.ts';
import { BulkStateBadge } from './bulk-state.tsx';
import { operationWords } from './bulk-words.ts';
import classes from './bulk.module.css';
import type { OperationList } from './list-of-operation.ts';
import { OperationBar } from './operation-bar.tsx';
import { OperationListLine } from './operation-list-line.tsx';
import { useHeldRows } from './use-held-rows.ts';

export interface ListedOperation extends BulkOperation {
  list: OperationList | null;
}

const columns = ['State', 'Operation', 'Progress', 'By', 'Started', 'Took'];

/** What was done to many tasks, the newest first. New ones wait, so that nothing moves under the pointer. */
export function OperationTable({ operations, listKey }: { operations: ListedOperation[]; listKey: string }) {
  const { rows, fresh, show } = useHeldRows(operations, listKey);
  return (
    <div className={classes['frame']}>
      {fresh > 0 && <NewRows count={fresh} onShow={show} />}
      <DataTable label="Operations" columns={columns} minWidth={960}>
        {rows.map((operation) => (
          <TableTr key={operation.id}>
            <TableTd w={120}>
              <BulkStateBadge state={operation.state} />
            </TableTd>
            <TableTd maw={400}>
              <Link className={classes['name']} href={bulkPath(operation.id)}>
                {visibleText(operationWords(operation))}
              </Link>
              <Text size="xs" c="dimmed" component="div">
                <OperationListLine list={operation.list} />
              </Text>
            </TableTd>
            <TableTd w={220}>
              <Progress operation={operation} />
            </TableTd>
            <TableTd maw={240} style={{ overflowWrap: 'anywhere' }}>
              {visibleText(operation.createdBy)}
              <Text size="xs" c="dimmed" lineClamp={2}>
                {visibleText(operation.reason)}
              </Text>
            </TableTd>
            <TableTd>
              <TimeAgo at={operation.createdAt} />
            </TableTd>
            <TableTd>
              <Duration from={operation.startedAt} to={operation.finishedAt} />
            </TableTd>
          </TableTr>
        ))}
      </DataTable>
    </div>
  );
}

function Progress({ operation }: { operation: ListedOperation }) {
  const { done, skipped, total } = operation;
  return (
    <Stack gap={4} miw={160}>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {(done + skipped).toLocaleString('en-US')} of {total.toLocaleString('en-US')}
        {skipped > 0 && (
          <Text span size="xs" c="dimmed">
            {' '}
            · {skipped.toLocaleString('en-US')} skipped
          </Text>
        )}
      </Text>
      <OperationBar operation={operation} size={4} />
    </Stack>
  );
}

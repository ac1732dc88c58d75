'use client';

import { Box, Button, Group, Table } from '@mantine/core';
import { useTable } from '@tanstack/react-table';
import type { TaskPage } from '@raydeck/services';
import { useState } from 'react';
import { useLiveRefresh } from '../live/use-live-refresh.ts';
import { NoTasks } from './no-tasks.tsx';
import { Pager } from './pager.tsx';
import { columnLayout, features, taskColumns } from './task-columns.tsx';
import classes from './tasks.module.css';
import { useCalmRows } from './use-calm-rows.ts';
import { useTaskParams } from './use-task-params.ts';

interface Props {
  page: TaskPage;
  /** The exact beginning of the time range, which the next page's cursor belongs to. */
  after: Date | null;
  isFiltered: boolean;
  mayEnqueue: boolean;
  /** Names the list that `page` belongs to: the URL is ahead of it while the next one is on its way. */
  listKey: string;
}

/** The list itself: rows patch in place, and nothing moves while the pointer is over it. */
export function TaskTable({ page, after, isFiltered, mayEnqueue, listKey }: Props) {
  const { pending } = useTaskParams();
  const [held, setHeld] = useState(false);
  const { rows, gone, waiting } = useCalmRows(page.items, listKey, held);
  useLiveRefresh(undefined, 15_000);
  const table = useTable({ features, columns: taskColumns, data: rows, getRowId: (row) => row.id });
  if (rows.length === 0 && page.nextCursor === null) return <NoTasks isFiltered={isFiltered} mayEnqueue={mayEnqueue} />;
  return (
    <>
      <Box
        className={classes['frame']}
        data-pending={pending || undefined}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
      >
        {waiting > 0 && (
          <Group justify="center" className={classes['waiting']}>
            <Button size="compact-xs" radius="xl" onClick={() => setHeld(false)}>
              {waiting} new
            </Button>
          </Group>
        )}
        <Table className={classes['table']} aria-label="Tasks" aria-busy={pending}>
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                {group.headers.map((header) => (
                  <Table.Th key={header.id} {...layoutOf(header.column.id)}>
                    <table.FlexRender header={header} />
                  </Table.Th>
                ))}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {table.getRowModel().rows.map((row) => (
              <Table.Tr key={row.id} data-gone={gone.has(row.id) || undefined}>
                {row.getAllCells().map((cell) => (
                  <Table.Td key={cell.id} {...layoutOf(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
      <Pager page={page} after={after} />
    </>
  );
}

function layoutOf(column: string) {
  const { width, wide } = columnLayout[column] ?? {};
  return { w: width, 'data-wide': wide };
}

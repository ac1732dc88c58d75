'use client';

import { ActionIcon, Box, Checkbox, VisuallyHidden } from '@mantine/core';
import { useTable } from '@tanstack/react-table';
import type { TaskSummary } from '@raydeck/services';
import { IconLayoutSidebarRight } from '@tabler/icons-react';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { columnLayout, features, taskColumns } from './task-columns.tsx';
import classes from './tasks.module.css';

interface Props {
  rows: TaskSummary[];
  left: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  peeked: string | null;
  isBusy: boolean;
  onToggle: (id: string, reaches: boolean) => void;
  onToggleAll: (all: boolean) => void;
  onPeek: (id: string) => void;
}

/** Room for what a task is called, and for ticks and peek beside it. */
const leastTaskWidth = 300;
const edgesWidth = 78;

/**
 * The rows as a table; what somebody chose of columns shows. The elements are plain ones: Mantine's table brings its scroll
 * area along, and with that the library that places what floats, a tenth of all that the page would load.
 */
export function TaskTable({ rows, left, gone, selected, peeked, isBusy, onToggle, onToggleAll, onPeek }: Props) {
  const { columns, time } = usePreferences();
  const shown = taskColumns.filter(({ id, accessorKey }: { id?: string; accessorKey?: string }) => {
    const name = id ?? accessorKey;
    return name === 'state' || name === 'callable' || columns.some((column) => column === name);
  });
  const table = useTable({ features, columns: shown, data: rows, getRowId: (row) => row.id });
  const ticks = rows.filter(({ id }) => selected.has(id)).length;
  const layoutOf = (column: string) => {
    const { width, isWide } = columnLayout(column, time);
    return { w: width, 'data-wide': isWide };
  };
  const widths = table.getAllLeafColumns().map(({ id }) => columnLayout(id, time).width ?? leastTaskWidth);
  const leastWidth = widths.reduce((sum, width) => sum + width, edgesWidth);
  return (
    <Box
      component="table"
      className={classes['table']}
      aria-label="Tasks"
      aria-busy={isBusy}
      __vars={{ '--least-width': `${leastWidth}px` }}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            <Box component="th" w={38} className={classes['tick']}>
              <Checkbox
                size="xs"
                aria-label="Tick all tasks of this page"
                checked={ticks > 0 && ticks === rows.length}
                indeterminate={ticks > 0 && ticks < rows.length}
                onChange={(event) => onToggleAll(event.currentTarget.checked)}
              />
            </Box>
            {group.headers.map((header) => (
              <Box component="th" key={header.id} {...layoutOf(header.column.id)}>
                <table.FlexRender header={header} />
              </Box>
            ))}
            <Box component="th" w={40} data-wide>
              <VisuallyHidden>Peek</VisuallyHidden>
            </Box>
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            data-row={row.id}
            data-gone={left.has(row.id) || gone.has(row.id) || undefined}
            data-selected={selected.has(row.id) || undefined}
            data-peeked={peeked === row.id || undefined}
          >
            <td className={classes['tick']}>
              <Checkbox
                size="xs"
                aria-label={`Tick ${row.original.callable} ${shortenId(row.id)}`}
                checked={selected.has(row.id)}
                onChange={(event) => onToggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
              />
            </td>
            {row.getAllCells().map((cell) => (
              <Box component="td" key={cell.id} {...layoutOf(cell.column.id)}>
                <table.FlexRender cell={cell} />
                {cell.column.id === 'state' && <Note left={left.has(row.id)} gone={gone.has(row.id)} />}
              </Box>
            ))}
            <td className={classes['above']} data-wide>
              <ActionIcon
                size="sm"
                aria-label={`Peek at ${row.original.callable} ${shortenId(row.id)}`}
                onClick={() => onPeek(row.id)}
              >
                <IconLayoutSidebarRight size={14} aria-hidden />
              </ActionIcon>
            </td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

/** Why a row is faint. */
function Note({ left, gone }: { left: boolean; gone: boolean }) {
  if (!left && !gone) return null;
  return <div className={classes['note']}>{gone ? 'deleted' : 'left this list'}</div>;
}

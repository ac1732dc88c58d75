import { ScrollArea, Table, TableTbody, TableTh, TableThead, TableTr } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** A plain table in the console's dress; it scrolls sideways by itself on a narrow screen. */
export function DataTable({
  label,
  columns,
  minWidth = 700,
  children,
}: {
  label: string;
  columns: readonly string[];
  minWidth?: number;
  children: ReactNode;
}) {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${label}, scrollable` }}>
      <Table className={classes['table']} aria-label={label} miw={minWidth}>
        <TableThead>
          <TableTr>
            {columns.map((column) => (
              <TableTh key={column} data-end={column === 'Actions' || undefined}>
                {column}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>{children}</TableTbody>
      </Table>
    </ScrollArea>
  );
}

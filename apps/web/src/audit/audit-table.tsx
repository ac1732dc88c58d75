import { TableTd, TableTr, Text } from '@mantine/core';
import type { AuditFilter, AuditRow } from '@raydeck/services';
import { DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { auditPath } from './audit-query.ts';
import { ChangeLines } from './change-lines.tsx';
import { targetPath } from './target-path.ts';

const columns = ['When', 'Who', 'What', 'To what', 'Why', 'What changed'];

/** Who did what to what, when and why, newest first. Names lead to their own rows. */
export function AuditTable({ rows, filter }: { rows: AuditRow[]; filter: AuditFilter }) {
  return (
    <DataTable label="Audit log" columns={columns} minWidth={1080}>
      {rows.map((row) => (
        <TableTr key={row.id} id={row.id}>
          <TableTd>
            <TimeAgo at={row.at} />
          </TableTd>
          <TableTd maw={220} style={{ overflowWrap: 'anywhere' }}>
            <Link href={auditPath({ ...filter, actor: row.actor })}>{visibleText(row.actor)}</Link>
            <Text size="xs" c="dimmed">
              {row.actorRole}
            </Text>
          </TableTd>
          <TableTd style={{ whiteSpace: 'nowrap' }}>
            <Link href={auditPath({ ...filter, action: row.action })}>{row.action}</Link>
          </TableTd>
          <TableTd maw={240} style={{ overflowWrap: 'anywhere' }}>
            <Target row={row} />
          </TableTd>
          <TableTd maw={240} style={{ overflowWrap: 'anywhere' }}>
            {row.reason && visibleText(row.reason)}
          </TableTd>
          <TableTd maw={380}>
            <ChangeLines before={row.before} after={row.after} />
          </TableTd>
        </TableTr>
      ))}
    </DataTable>
  );
}

function Target({ row: { targetType, targetId } }: { row: AuditRow }) {
  const path = targetPath(targetType, targetId);
  const name = visibleText(targetId);
  return (
    <>
      {path ? <Link href={path}>{name}</Link> : name}
      <Text size="xs" c="dimmed">
        {targetType.replace('_', ' ')}
      </Text>
    </>
  );
}

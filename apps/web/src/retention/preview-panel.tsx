import { EmptyState, TableTd, TableTr } from '@mantine/core';
import type { RetentionPreview } from '@raydeck/services';
import { IconRecycle } from '@tabler/icons-react';
import { formatCount } from '../tasks/format-count.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { keepWords } from './keep-words.ts';

const columns = ['Queue', 'State', 'Kept', 'Oldest', 'Would go now'];

/** What a run would delete now, by queue and state. */
export function PreviewPanel({ preview: { items, isPartial, audit, pinned } }: { preview: RetentionPreview }) {
  const note = `${formatCount(pinned)} pinned; audit rows over their time: ${formatCount(audit.due)}`;
  return (
    <Panel title="What would go now" note={isPartial ? `${note}; not all could be counted in time` : note} flush>
      {items.length === 0 && (
        <EmptyState
          py={40}
          icon={<IconRecycle size={28} stroke={1.5} aria-hidden />}
          title="No finished tasks"
          description="Tasks that end are listed here by queue and state."
        />
      )}
      {items.length > 0 && (
        <DataTable label="What would go now" columns={columns}>
          {items.map(({ queue, state, keepDays, oldestAt, due }) => (
            <TableTr key={`${queue} ${state}`}>
              <TableTd>{queue}</TableTd>
              <TableTd>
                <StateBadge state={state} />
              </TableTd>
              <TableTd>{keepWords(keepDays)}</TableTd>
              <TableTd>
                <TimeAgo at={oldestAt} />
              </TableTd>
              <TableTd>{formatCount(due)}</TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

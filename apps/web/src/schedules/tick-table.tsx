import { EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import type { RecentTick } from '@raydeck/services';
import { IconCalendarOff } from '@tabler/icons-react';
import { DataTable } from '../ui/data-table.tsx';
import { Panel } from '../ui/panel.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { formatInZone } from './format-in-zone.ts';
import { Outcome } from './outcome.tsx';

const columns = ['For', 'Outcome', 'Detail', 'Dealt with'];

/** What became of the last times. */
export function TickTable({ ticks, timeZone }: { ticks: readonly RecentTick[]; timeZone: string }) {
  return (
    <Panel title="Runs" note={ticks.length === 0 ? null : `the newest ${ticks.length}`} flush>
      {ticks.length === 0 && (
        <EmptyState
          py={40}
          icon={<IconCalendarOff size={28} stroke={1.5} aria-hidden />}
          title="It has not run yet"
          description="What becomes of each of its times is listed here. Run now does not wait for one."
        />
      )}
      {ticks.length > 0 && (
        <DataTable label="Runs" columns={columns}>
          {ticks.map((tick) => (
            <TableTr key={tick.tick.getTime()}>
              <TableTd style={{ whiteSpace: 'nowrap' }}>
                {tick.outcome === 'run-now' ? 'by hand' : formatInZone(tick.tick, timeZone)}
              </TableTd>
              <TableTd>
                <Outcome tick={tick} />
              </TableTd>
              <TableTd maw={480}>
                <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {tick.detail && visibleText(tick.detail)}
                </Text>
              </TableTd>
              <TableTd>
                <TimeAgo at={tick.at} />
              </TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

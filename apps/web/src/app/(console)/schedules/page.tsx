import { EmptyState } from '@mantine/core';
import { may } from '@raydeck/core';
import { listSchedules, recentTicks } from '@raydeck/services';
import { IconCalendarEvent } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { ScheduleRow } from '../../../schedules/schedule-row.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FilterBox } from '../../../ui/filter-box.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Schedules' };

const columns = ['Schedule', 'When', 'Next run', 'Last outcomes', 'Task', 'Actions'];

export default async function SchedulesPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const { q } = await searchParams;
  const sought = typeof q === 'string' ? q.trim().toLowerCase() : '';
  const all = await listSchedules(context);
  const schedules = all.filter(({ name, task }) =>
    `${name} ${task.callable} ${task.queue}`.toLowerCase().includes(sought),
  );
  const ticks = await recentTicks(
    context,
    schedules.map(({ name }) => name),
    10,
  );
  const mayAct = may(principal, 'schedule.write');
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Schedules" description="Cron lines that enqueue tasks, once for each of their times.">
        {mayAct && <LinkButton href="/schedules/new">Add schedule</LinkButton>}
      </PageHeader>
      {all.length > 0 && <FilterBox label="Find schedules" placeholder="Name, callable or queue" />}
      <Panel flush>
        {schedules.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconCalendarEvent size={28} stroke={1.5} aria-hidden />}
            title={all.length === 0 ? 'No schedule yet' : 'No schedule matches'}
            description={
              all.length === 0
                ? 'Add one here, over REST, or in raydeck.config.json.'
                : `${all.length} are there; none has this in its name, callable or queue.`
            }
          />
        )}
        {schedules.length > 0 && (
          <DataTable label="Schedules" columns={columns} minWidth={1000}>
            {schedules.map((schedule) => (
              <ScheduleRow
                key={schedule.name}
                schedule={schedule}
                ticks={ticks.get(schedule.name) ?? []}
                mayAct={mayAct}
              />
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

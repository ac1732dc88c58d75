import { EmptyState } from '@mantine/core';
import { may } from '@raydeck/core';
import { getControl, listQueues, queuePulses } from '@raydeck/services';
import { IconStack2 } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { ControlLine } from '../../../queues/control-line.tsx';
import { QueueRow } from '../../../queues/queue-row.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FilterBox } from '../../../ui/filter-box.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Queues' };

const columns = ['Queue', 'Queued', 'Due', 'Oldest wait', 'Running', 'Limits', 'Last 30 min', 'Settings', 'Actions'];

export default async function QueuesPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const { q } = await searchParams;
  const sought = typeof q === 'string' ? q.trim().toLowerCase() : '';
  const [all, control, pulses] = await Promise.all([listQueues(context), getControl(context), queuePulses(context)]);
  const queues = all.filter(({ name }) => name.toLowerCase().includes(sought));
  const mayAct = may(principal, 'queue.pause');
  const mayWrite = may(principal, 'queue.write');
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Queues" description="Named lines of tasks. A paused queue keeps what it has and what comes.">
        {mayWrite && <LinkButton href="/queues/new">Add queue</LinkButton>}
      </PageHeader>
      {(all.length > 5 || sought !== '') && <FilterBox label="Find queues" placeholder="Name" />}
      <Panel flush>
        <ControlLine
          control={control}
          mayAct={may(principal, 'control.pause')}
          mayWrite={may(principal, 'control.write')}
        />
        {queues.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconStack2 size={28} stroke={1.5} aria-hidden />}
            title="No queue matches"
            description={`${all.length} are there; none is called so.`}
          />
        )}
        {queues.length > 0 && (
          <DataTable label="Queues" columns={columns} minWidth={960}>
            {queues.map((queue) => (
              <QueueRow
                key={queue.name}
                queue={queue}
                pulse={pulses.get(queue.name)}
                mayAct={mayAct}
                mayWrite={mayWrite}
              />
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

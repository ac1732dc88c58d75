import { may } from '@raydeck/core';
import { getControl, listQueues } from '@raydeck/services';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { ControlLine } from '../../../queues/control-line.tsx';
import { QueueRow } from '../../../queues/queue-row.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Queues' };

const columns = ['Queue', 'Queued', 'Due', 'Oldest due', 'Running', 'Limits', 'Settings', 'Actions'];

export default async function QueuesPage() {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const [queues, control] = await Promise.all([listQueues(context), getControl(context)]);
  const mayAct = may(principal, 'queue.pause');
  const mayWrite = may(principal, 'queue.write');
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Queues" description="Named lines of tasks. A paused queue keeps what it has and what comes.">
        {mayWrite && <LinkButton href="/queues/new">Add queue</LinkButton>}
      </PageHeader>
      <Panel flush>
        <ControlLine
          control={control}
          mayAct={may(principal, 'control.pause')}
          mayWrite={may(principal, 'control.write')}
        />
        <DataTable label="Queues" columns={columns} minWidth={820}>
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} mayAct={mayAct} mayWrite={mayWrite} />
          ))}
        </DataTable>
      </Panel>
    </Page>
  );
}

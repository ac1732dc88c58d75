import { may } from '@raydeck/core';
import { listQueues } from '@raydeck/services';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { QueueRow } from '../../../queues/queue-row.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Queues' };

const columns = ['Queue', 'Queued', 'Due', 'Oldest due', 'Running', 'Settings', 'Actions'];

export default async function QueuesPage() {
  const principal = await requirePrincipal();
  const queues = await listQueues(contextOf(principal));
  const mayAct = may(principal, 'queue.pause');
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Queues" description="Named lines of tasks. A paused queue keeps what it has and what comes." />
      <Panel flush>
        <DataTable label="Queues" columns={columns} minWidth={820}>
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} mayAct={mayAct} />
          ))}
        </DataTable>
      </Panel>
    </Page>
  );
}

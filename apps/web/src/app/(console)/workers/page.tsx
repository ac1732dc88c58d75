import { Code, EmptyState } from '@mantine/core';
import { may } from '@raydeck/core';
import { listWorkers } from '@raydeck/services';
import { IconCpuOff } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { WorkerRow } from '../../../workers/worker-row.tsx';

export const metadata: Metadata = { title: 'Workers' };

const columns = ['Worker', 'Lease', 'Load', 'Holds', 'Serves', 'Started', 'Actions'];

export default async function WorkersPage() {
  const principal = await requirePrincipal();
  const workers = await listWorkers(contextOf(principal));
  const mayAct = may(principal, 'worker.drain');
  return (
    <Page>
      <LiveRefresh everyMs={5_000} />
      <PageHeader
        title="Workers"
        description="Processes that claim, submit, follow and finish. When one goes, another adopts what it held."
      />
      <Panel flush>
        {workers.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconCpuOff size={28} stroke={1.5} aria-hidden />}
            title="No worker has been here in a day"
            description={
              <>
                Tasks wait until one starts: <Code>./raydeck up</Code> starts one on this machine.
              </>
            }
          />
        )}
        {workers.length > 0 && (
          <DataTable label="Workers" columns={columns} minWidth={1000}>
            {workers.map((worker) => (
              <WorkerRow key={worker.id} worker={worker} mayAct={mayAct} />
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

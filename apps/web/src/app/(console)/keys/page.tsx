import { EmptyState } from '@mantine/core';
import { may } from '@raydeck/core';
import { listApiKeys, listQueueNames } from '@raydeck/services';
import { IconKey } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { AddKey } from '../../../keys/add-key.tsx';
import { KeyRow } from '../../../keys/key-row.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FilterBox } from '../../../ui/filter-box.tsx';
import { NoPermission } from '../../../ui/no-permission.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'API keys' };

const columns = ['Key', 'May', 'Reaches', 'Last used', 'Standing', 'Made', 'Actions'];

export default async function KeysPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const principal = await requirePrincipal();
  if (!may(principal, 'key.read')) return <NoPermission what="API keys are managed by ADMIN." role={principal.role} />;
  const context = contextOf(principal);
  const { q } = await searchParams;
  const sought = typeof q === 'string' ? q.trim().toLowerCase() : '';
  const [all, queues] = await Promise.all([listApiKeys(context), listQueueNames(context)]);
  const keys = all.filter(({ name, prefix, createdBy }) =>
    `${name} rdk_${prefix} ${createdBy}`.toLowerCase().includes(sought),
  );
  const now = new Date();
  return (
    <Page>
      <PageHeader title="API keys" description="For programs. A key may do what its scopes say, where it reaches.">
        <AddKey queues={queues} mayGivePayload={principal.canViewPayload} />
      </PageHeader>
      {all.length > 0 && <FilterBox label="Find keys" placeholder="Name, beginning or maker" />}
      <Panel flush>
        {keys.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconKey size={28} stroke={1.5} aria-hidden />}
            title={all.length === 0 ? 'No key yet' : 'No key matches'}
            description={
              all.length === 0
                ? 'Add one, and its text is shown once.'
                : `${all.length} are there; none has this in its name, beginning or maker.`
            }
          />
        )}
        {keys.length > 0 && (
          <DataTable label="API keys" columns={columns} minWidth={1000}>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} now={now} />
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

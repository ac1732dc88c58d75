import { EmptyState, Group } from '@mantine/core';
import { may } from '@raydeck/core';
import { IconStackPush } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { listOfOperation } from '../../../bulk/list-of-operation.ts';
import { OperationTable } from '../../../bulk/operation-table.tsx';
import { readOperations } from '../../../bulk/read-bulk.ts';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Bulk operations' };

interface Props {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function BulkOperationsPage({ searchParams }: Props) {
  const principal = await requirePrincipal();
  const { cursor: asked } = await searchParams;
  const cursor = typeof asked === 'string' ? asked : undefined;
  const { items, nextCursor } = await readOperations(contextOf(principal), cursor);
  const operations = items.map((operation) => ({
    ...operation,
    list: listOfOperation(operation, principal.canViewPayload),
  }));
  return (
    <Page>
      <LiveRefresh everyMs={5_000} />
      <PageHeader title="Bulk operations" description="What was done to many tasks at once. Kept for three months." />
      <Panel flush>
        {operations.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconStackPush size={28} stroke={1.5} aria-hidden />}
            title={cursor === undefined ? 'Nothing was done to many tasks yet' : 'There are no older ones'}
            description={
              may(principal, 'bulk.write')
                ? 'Tick tasks in their list, or select all that its filter matches.'
                : 'Operators start them from the list of tasks.'
            }
          />
        )}
        {operations.length > 0 && <OperationTable operations={operations} listKey={cursor ?? ''} />}
      </Panel>
      {(cursor !== undefined || nextCursor !== null) && (
        <Group justify="flex-end" gap="xs" mt="sm">
          {cursor !== undefined && (
            <LinkButton variant="default" href="/bulk">
              Newest
            </LinkButton>
          )}
          {nextCursor !== null && (
            <LinkButton variant="default" href={`/bulk?cursor=${encodeURIComponent(nextCursor)}`}>
              Older
            </LinkButton>
          )}
        </Group>
      )}
    </Page>
  );
}

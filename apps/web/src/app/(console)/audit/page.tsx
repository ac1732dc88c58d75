import { EmptyState, Group } from '@mantine/core';
import { may, RaydeckError } from '@raydeck/core';
import { type AuditFilter, type AuditPage, type Context, listAudit, targetTypes } from '@raydeck/services';
import { IconHistory } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { AuditFilters } from '../../../audit/audit-filters.tsx';
import { auditFilterOf, auditPath, textOf } from '../../../audit/audit-query.ts';
import { AuditTable } from '../../../audit/audit-table.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { NoPermission } from '../../../ui/no-permission.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Audit log' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const limit = 50;

export default async function AuditLogPage({ searchParams }: Props) {
  const principal = await requirePrincipal();
  if (!may(principal, 'audit.read'))
    return <NoPermission what="The audit log is read by ADMIN." role={principal.role} />;
  const params = await searchParams;
  const filter = auditFilterOf(params);
  const cursor = textOf(params['cursor']);
  const { items, nextCursor } = await readPage(contextOf(principal), filter, cursor);
  const isFiltered = Object.keys(filter).length > 0;
  const actions = [...new Set(items.map(({ action }) => action))].toSorted();
  return (
    <Page>
      <PageHeader
        title="Audit log"
        description="Who did what to what, when and why. It can be added to, not changed."
      />
      <AuditFilters targetTypes={targetTypes} actions={actions} />
      <Panel flush>
        {items.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconHistory size={28} stroke={1.5} aria-hidden />}
            title={isFiltered ? 'Nothing matches' : 'Nothing was done yet'}
            description={
              isFiltered
                ? 'Actor, action, name and id are looked for as a whole.'
                : 'Each change that people and programs make is listed here.'
            }
          />
        )}
        {items.length > 0 && <AuditTable rows={items} filter={filter} />}
      </Panel>
      {(cursor !== undefined || nextCursor !== null) && (
        <Group justify="flex-end" gap="xs" mt="sm">
          {cursor !== undefined && (
            <LinkButton variant="default" href={auditPath(filter)}>
              Newest
            </LinkButton>
          )}
          {nextCursor !== null && (
            <LinkButton variant="default" href={auditPath(filter, nextCursor)}>
              Older
            </LinkButton>
          )}
        </Group>
      )}
    </Page>
  );
}

/** A cursor that is none of this filter's is as good as none. */
async function readPage(context: Context, filter: AuditFilter, cursor: string | undefined): Promise<AuditPage> {
  try {
    return await listAudit(context, { filter, limit, cursor });
  } catch (error) {
    if (!(error instanceof RaydeckError) || error.path !== 'cursor') throw error;
    return listAudit(context, { filter, limit });
  }
}

import { EmptyState, Group } from '@mantine/core';
import { RaydeckError } from '@raydeck/core';
import { type ClusterJobFilter, type Context, jobStatuses, listClusterJobs } from '@raydeck/services';
import { IconListSearch } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { JobFilters } from '../../../../cluster/job-filters.tsx';
import { jobFilterOf, jobsPath } from '../../../../cluster/job-query.ts';
import { JobTable } from '../../../../cluster/job-table.tsx';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { Panel } from '../../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Jobs of the cluster' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const limit = 50;

export default async function ClusterJobsPage({ searchParams }: Props) {
  const principal = await requirePrincipal();
  const params = await searchParams;
  const filter = jobFilterOf(params);
  const { cursor: asked } = params;
  const cursor = typeof asked === 'string' ? asked : undefined;
  const { items, nextCursor } = await readPage(contextOf(principal), filter, cursor);
  const isFiltered = filter.status !== undefined || filter.search !== undefined || filter.ours !== undefined;
  return (
    <Page>
      <LiveRefresh everyMs={15_000} />
      <PageHeader
        title="Jobs of the cluster"
        description="All that Ray lists or listed, ours or not, read-only. They outlive the head."
      />
      <JobFilters statuses={jobStatuses} />
      <Panel flush>
        {items.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconListSearch size={28} stroke={1.5} aria-hidden />}
            title={isFiltered ? 'No job matches' : 'No job was seen yet'}
            description={
              isFiltered
                ? 'Ids are searched, and entrypoints by those with payload permission.'
                : 'A worker with RAY_ADDRESS mirrors what its cluster lists.'
            }
          />
        )}
        {items.length > 0 && <JobTable jobs={items} />}
      </Panel>
      {(cursor !== undefined || nextCursor !== null) && (
        <Group justify="flex-end" gap="xs" mt="sm">
          {cursor !== undefined && (
            <LinkButton variant="default" href={jobsPath(filter)}>
              First
            </LinkButton>
          )}
          {nextCursor !== null && (
            <LinkButton variant="default" href={jobsPath(filter, nextCursor)}>
              Next
            </LinkButton>
          )}
        </Group>
      )}
    </Page>
  );
}

/** A cursor that is none of this filter's is as good as none. */
async function readPage(context: Context, filter: ClusterJobFilter, cursor: string | undefined) {
  try {
    return await listClusterJobs(context, { filter, limit, cursor });
  } catch (error) {
    if (!(error instanceof RaydeckError) || error.path !== 'cursor') throw error;
    return listClusterJobs(context, { filter, limit });
  }
}

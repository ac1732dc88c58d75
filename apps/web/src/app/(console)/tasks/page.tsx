import { may, RaydeckError } from '@raydeck/core';
import { countTasksByState, listQueueNames, listTasks, type TaskFilter } from '@raydeck/services';
import { IconPlus } from '@tabler/icons-react';
import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { loadTaskParams } from '../../../tasks/search-params.ts';
import { StateTabs } from '../../../tasks/state-tabs.tsx';
import { TaskFilters } from '../../../tasks/task-filters.tsx';
import { filterOf } from '../../../tasks/task-query.ts';
import { TaskTable } from '../../../tasks/task-table.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Tasks' };

export default async function TasksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const principal = await requirePrincipal();
  const params = await loadTaskParams(searchParams);
  const context = contextOf(principal);
  const filter = filterOf(params, Date.now());
  const { state: _state, ...others } = filter;
  const [page, counts, queues] = await Promise.all([
    pageOf(context, filter, params.cursor ?? undefined),
    // Counts are an extra: when they take too long the list still stands.
    countTasksByState(context, others).catch(unlessTooSlow),
    listQueueNames(context),
  ]);
  return (
    <Page>
      <PageHeader title="Tasks">
        {may(principal, 'task.enqueue') && (
          <LinkButton href="/tasks/new" leftSection={<IconPlus size={14} aria-hidden />}>
            Enqueue task
          </LinkButton>
        )}
      </PageHeader>
      <StateTabs counts={counts} />
      <TaskFilters queues={queues} />
      <TaskTable
        page={page}
        after={filter.createdAfter ?? null}
        isFiltered={Object.keys(filter).length > 0}
        mayEnqueue={may(principal, 'task.enqueue')}
        listKey={JSON.stringify(params)}
      />
    </Page>
  );
}

/** A cursor of another filter or of no list at all leads to the first page. */
async function pageOf(context: Parameters<typeof listTasks>[0], filter: TaskFilter, cursor: string | undefined) {
  try {
    return await listTasks(context, { filter, limit: 50, cursor });
  } catch (error) {
    if (!(error instanceof RaydeckError) || error.code !== 'INVALID') throw error;
    return listTasks(context, { filter, limit: 50 });
  }
}

function unlessTooSlow(error: unknown): null {
  if (error instanceof RaydeckError && error.code === 'UNAVAILABLE') return null;
  throw error;
}

import { bulkActions, bulkNeeds, may } from '@raydeck/core';
import { listViews } from '@raydeck/services';
import { IconPlus } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { readCounts, readPage } from '../../../tasks/read-list.ts';
import { loadTaskParams, taskParamsQuery } from '../../../tasks/search-params.ts';
import { TaskList } from '../../../tasks/task-list.tsx';
import { askedTasks } from '../../../tasks/task-query.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { paramsOfView } from '../../../views/view-params.ts';

export const metadata: Metadata = { title: 'Tasks' };

export default async function TasksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const views = await listViews(context);
  const opensWith = views.find(({ isDefault }) => isDefault);
  if (opensWith && Object.keys(await searchParams).length === 0) {
    redirect(`/tasks?${taskParamsQuery(paramsOfView(opensWith))}`);
  }
  const params = await loadTaskParams(searchParams);
  const { filter, problems, at } = askedTasks(params, Date.now(), principal.canViewPayload);
  const [page, counts] = await Promise.all([readPage(context, filter, params.cursor), readCounts(context, filter)]);
  const mayEnqueue = may(principal, 'task.enqueue');
  return (
    <Page>
      <PageHeader title="Tasks">
        {mayEnqueue && (
          <LinkButton href="/tasks/new" leftSection={<IconPlus size={14} aria-hidden />}>
            Enqueue task
          </LinkButton>
        )}
      </PageHeader>
      <TaskList
        page={page}
        counts={counts}
        at={at}
        problems={problems}
        isFiltered={Object.keys(filter).length > 0}
        may={{
          enqueue: mayEnqueue,
          retry: may(principal, 'task.retry'),
          cancel: may(principal, 'task.cancel'),
          export: may(principal, 'task.export'),
        }}
        bulk={bulkActions.filter((action) =>
          ['bulk.write' as const, ...bulkNeeds(action)].every((need) => may(principal, need)),
        )}
        listKey={JSON.stringify(params)}
        query={taskParamsQuery(params)}
        views={views}
        origin={taskParamsQuery({ ...params, at })}
      />
    </Page>
  );
}

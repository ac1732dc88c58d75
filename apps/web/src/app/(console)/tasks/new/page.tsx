import { may } from '@raydeck/core';
import { listCallables, listCatalogue, listProfileNames, listQueueChoices } from '@raydeck/services';
import type { Metadata } from 'next';
import { EnqueueForm } from '../../../../enqueue/enqueue-form.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Enqueue task' };

export default async function NewTaskPage({
  searchParams,
}: {
  searchParams: Promise<{ callable?: string | string[] }>;
}) {
  const principal = await requirePrincipal();
  if (!may(principal, 'task.enqueue')) {
    return <NoPermission what="Enqueuing needs OPERATOR." role={principal.role} />;
  }
  const context = contextOf(principal);
  const { callable: asked } = await searchParams;
  const callable = typeof asked === 'string' ? asked : '';
  const [queues, profiles, callables, declared] = await Promise.all([
    listQueueChoices(context),
    listProfileNames(context),
    listCallables(context),
    callable === '' ? [] : listCatalogue(context, { callable }),
  ]);
  return (
    <Page width="narrow">
      <PageHeader
        title="Enqueue task"
        description="Calls a Python function on Ray, durably: it runs until its policy ends it."
      />
      <EnqueueForm queues={queues} profiles={profiles} callables={callables} asked={callable} declared={declared} />
    </Page>
  );
}

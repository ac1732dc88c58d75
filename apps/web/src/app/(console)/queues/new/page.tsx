import { may } from '@raydeck/core';
import { listProfileNames } from '@raydeck/services';
import type { Metadata } from 'next';
import { QueueForm } from '../../../../queues/queue-form.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Add queue' };

export default async function NewQueuePage() {
  const principal = await requirePrincipal();
  if (!may(principal, 'queue.write')) return <NoPermission what="Queues are set up by ADMIN." role={principal.role} />;
  const profiles = await listProfileNames(contextOf(principal));
  return (
    <Page width="narrow">
      <PageHeader title="Add queue" description="Tasks name it; its settings hold unless a task says otherwise." />
      <QueueForm queue={null} profiles={profiles} />
    </Page>
  );
}

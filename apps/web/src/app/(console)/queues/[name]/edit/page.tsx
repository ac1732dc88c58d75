import { may, RaydeckError } from '@raydeck/core';
import { getQueue, listProfileNames } from '@raydeck/services';
import { QueueSettings } from '@raydeck/services/queue-settings';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { QueueForm } from '../../../../../queues/queue-form.tsx';
import { contextOf } from '../../../../../server/container.ts';
import { requirePrincipal } from '../../../../../server/principal.ts';
import { NoPermission } from '../../../../../ui/no-permission.tsx';
import { Page } from '../../../../../ui/page.tsx';
import { PageHeader } from '../../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Edit queue' };

export default async function EditQueuePage({ params }: { params: Promise<{ name: string }> }) {
  const principal = await requirePrincipal();
  if (!may(principal, 'queue.write')) return <NoPermission what="Queues are set up by ADMIN." role={principal.role} />;
  const context = contextOf(principal);
  const { name } = await params;
  const [queue, profiles] = await Promise.all([getQueue(context, name).catch(unlessAbsent), listProfileNames(context)]);
  const settings = QueueSettings.strip().parse(queue);
  return (
    <Page width="narrow">
      <PageHeader
        title={`Edit queue ${queue.name}`}
        description="A changed limit holds at once. What runs goes on and counts."
      />
      <QueueForm queue={{ name: queue.name, settings, updatedAt: queue.updatedAt }} profiles={profiles} />
    </Page>
  );
}

function unlessAbsent(error: unknown): never {
  if (error instanceof RaydeckError && error.code === 'NOT_FOUND') notFound();
  throw error;
}

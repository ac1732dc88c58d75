import { may } from '@raydeck/core';
import { listCallables, listProfileNames, listQueueChoices } from '@raydeck/services';
import type { Metadata } from 'next';
import { ScheduleForm } from '../../../../schedules/schedule-form.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Add schedule' };

export default async function NewSchedulePage() {
  const principal = await requirePrincipal();
  if (!may(principal, 'schedule.write')) {
    return <NoPermission what="Schedules are set up by OPERATOR." role={principal.role} />;
  }
  const context = contextOf(principal);
  const [queues, profiles, callables] = await Promise.all([
    listQueueChoices(context),
    listProfileNames(context),
    listCallables(context),
  ]);
  return (
    <Page width="narrow">
      <PageHeader
        title="Add schedule"
        description="Each of its times enqueues the task once, as the schedule itself."
      />
      <ScheduleForm
        schedule={null}
        choices={{ queues: queues.map(({ name }) => name), profiles, callables }}
        maySee={principal.canViewPayload}
      />
    </Page>
  );
}

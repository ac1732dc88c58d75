import { may } from '@raydeck/core';
import { getSchedule, listCallables, listProfileNames, listQueueChoices } from '@raydeck/services';
import type { Metadata } from 'next';
import { ScheduleForm } from '../../../../../schedules/schedule-form.tsx';
import { contextOf } from '../../../../../server/container.ts';
import { requirePrincipal } from '../../../../../server/principal.ts';
import { unlessAbsent } from '../../../../../server/unless-absent.ts';
import { NoPermission } from '../../../../../ui/no-permission.tsx';
import { Page } from '../../../../../ui/page.tsx';
import { PageHeader } from '../../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Edit schedule' };

export default async function EditSchedulePage({ params }: { params: Promise<{ name: string }> }) {
  const principal = await requirePrincipal();
  if (!may(principal, 'schedule.write')) {
    return <NoPermission what="Schedules are set up by OPERATOR." role={principal.role} />;
  }
  const context = contextOf(principal);
  const name = decodeURIComponent((await params).name);
  const [schedule, queues, profiles, callables] = await Promise.all([
    getSchedule(context, name).catch(unlessAbsent),
    listQueueChoices(context),
    listProfileNames(context),
    listCallables(context),
  ]);
  return (
    <Page width="narrow">
      <PageHeader
        title={`Edit schedule ${schedule.name}`}
        description="With another cron line or time zone it starts anew: what was missed before counts no more."
      />
      <ScheduleForm
        schedule={schedule}
        choices={{ queues: queues.map((queue) => queue.name), profiles, callables }}
        maySee={principal.canViewPayload}
      />
    </Page>
  );
}

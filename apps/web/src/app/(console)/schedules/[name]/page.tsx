import { SimpleGrid, Stack } from '@mantine/core';
import { may } from '@raydeck/core';
import { getSchedule, recentTicks } from '@raydeck/services';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { HeldLine } from '../../../../ui/held-line.tsx';
import { ScheduleButtons } from '../../../../schedules/schedule-buttons.tsx';
import { TickTable } from '../../../../schedules/tick-table.tsx';
import { WhatPanel } from '../../../../schedules/what-panel.tsx';
import { WhenPanel } from '../../../../schedules/when-panel.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { unlessAbsent } from '../../../../server/unless-absent.ts';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { visibleText } from '../../../../ui/visible-text.ts';

export const metadata: Metadata = { title: 'Schedule' };

export default async function SchedulePage({ params }: { params: Promise<{ name: string }> }) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const name = decodeURIComponent((await params).name);
  const schedule = await getSchedule(context, name).catch(unlessAbsent);
  const ticks = (await recentTicks(context, [name], 100)).get(name) ?? [];
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title={schedule.name} description={schedule.description && visibleText(schedule.description)}>
        {may(principal, 'schedule.write') && <ScheduleButtons name={schedule.name} paused={schedule.paused} />}
      </PageHeader>
      <Stack gap="md">
        {schedule.paused && (
          <HeldLine verb="Paused" at={schedule.pausedAt} by={schedule.pausedBy} reason={schedule.pausedReason} />
        )}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <WhenPanel schedule={schedule} now={new Date()} />
          <WhatPanel task={schedule.task} maySee={principal.canViewPayload} />
        </SimpleGrid>
        <TickTable ticks={ticks} timeZone={schedule.timeZone} />
      </Stack>
    </Page>
  );
}

import { Stack, Text } from '@mantine/core';
import { getControl, getOverview, listClusters, listQueues, listWorkers } from '@raydeck/services';
import type { Metadata } from 'next';
import { LiveRefresh } from '../../live/live-refresh.tsx';
import { FailuresPanel } from '../../overview/failures-panel.tsx';
import { findingsOf } from '../../overview/health.ts';
import { HealthBanner } from '../../overview/health-banner.tsx';
import { LoadPanel } from '../../overview/load-panel.tsx';
import { OutcomesChart } from '../../overview/outcomes-chart.tsx';
import classes from '../../overview/overview.module.css';
import { Tiles } from '../../overview/tiles.tsx';
import { WaitChart } from '../../overview/wait-chart.tsx';
import { contextOf } from '../../server/container.ts';
import { requirePrincipal } from '../../server/principal.ts';
import { Page } from '../../ui/page.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const context = contextOf(await requirePrincipal());
  const [overview, workers, clusters, queues, control] = await Promise.all([
    getOverview(context, { minutes: 60 }),
    listWorkers(context),
    listClusters(context),
    listQueues(context),
    getControl(context),
  ]);
  const findings = findingsOf({ workers, clusters, queues, control, now: Date.now() });
  const alive = workers.filter((worker) => worker.isLive).length;
  const healthy = `All is well: ${alive} ${alive === 1 ? 'worker' : 'workers'} alive, Ray answers, no queue waits.`;
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Overview" />
      <Stack gap="md">
        <HealthBanner findings={findings} healthy={healthy} />
        <Tiles overview={overview} />
        <div className={classes['charts']}>
          <OutcomesChart buckets={overview.buckets} />
          <WaitChart buckets={overview.buckets} />
          <FailuresPanel overview={overview} />
          <LoadPanel workers={workers} />
        </div>
        {overview.isCapped && (
          <Text size="xs" c="dimmed">
            More tasks finished than are counted here: the numbers are of the newest 20,000.
          </Text>
        )}
      </Stack>
    </Page>
  );
}

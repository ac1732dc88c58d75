import { Stack, Text } from '@mantine/core';
import { overviewRanges } from '@raydeck/services';
import type { Metadata } from 'next';
import { createLoader, parseAsStringLiteral, type SearchParams } from 'nuqs/server';
import { LiveRefresh } from '../../live/live-refresh.tsx';
import { FailuresPanel } from '../../overview/failures-panel.tsx';
import { findingsOf, flowOf } from '../../overview/health.ts';
import { HealthBanner } from '../../overview/health-banner.tsx';
import { LimitsPanel } from '../../overview/limits-panel.tsx';
import { OutcomesChart } from '../../overview/outcomes-chart.tsx';
import classes from '../../overview/overview.module.css';
import { RangeLinks } from '../../overview/range-links.tsx';
import { readOverview } from '../../overview/read-overview.ts';
import { SecondsChart } from '../../overview/seconds-chart.tsx';
import { Tiles } from '../../overview/tiles.tsx';
import { contextOf } from '../../server/container.ts';
import { requirePrincipal } from '../../server/principal.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { Page } from '../../ui/page.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Overview' };

const loadParams = createLoader({ range: parseAsStringLiteral(['15m', '1h', '6h', '24h', '7d']).withDefault('1h') });

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const context = contextOf(await requirePrincipal());
  const { range } = await loadParams(searchParams);
  const { overview, workers, clusters, queues, control } = await readOverview(context, range);
  const flow = flowOf(overview.buckets);
  const findings = findingsOf({ workers, clusters, queues, control, flow, now: Date.now() });
  const alive = workers.filter((worker) => worker.isLive).length;
  const healthy = `All is well: ${alive} ${alive === 1 ? 'worker' : 'workers'} alive, Ray answers, no queue waits.`;
  const { minutes, buckets } = overviewRanges[range];
  const rangeSeconds = minutes * 60;
  const step = formatDuration((rangeSeconds / buckets) * 1_000);
  const times = { buckets: overview.buckets, rangeSeconds };
  return (
    <Page>
      <LiveRefresh everyMs={10_000} />
      <PageHeader title="Overview">
        <RangeLinks range={range} />
      </PageHeader>
      <Stack gap="md">
        <HealthBanner findings={findings} healthy={healthy} />
        <Tiles overview={overview} range={range} />
        <div className={classes['charts']}>
          <div className={classes['whole']}>
            <OutcomesChart {...times} note={`each ${step}`} />
          </div>
          <SecondsChart {...times} title="Queue wait" note="from due to claimed" of="wait" />
          <SecondsChart {...times} title="Run time" note="from start to end" of="run" />
          <FailuresPanel overview={overview} range={range} />
          <LimitsPanel control={control} queues={queues} workers={workers} />
        </div>
        {overview.buckets.some((bucket) => bucket.isEstimated) && (
          <Text size="xs" c="dimmed">
            Busy stretches are estimated: of each {step} the first 2,000 tasks are counted and 200 are looked at.
          </Text>
        )}
      </Stack>
    </Page>
  );
}

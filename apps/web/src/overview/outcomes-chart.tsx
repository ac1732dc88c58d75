'use client';

import { CompositeChart } from '@mantine/charts';
import type { OverviewBucket } from '@raydeck/services';
import { useBucketLabel } from './bucket-label.ts';
import { hrefOfBucket } from './bucket-search.ts';
import { Charted } from './charted.tsx';
import classes from './overview.module.css';
import { useDrillDown } from './use-drill-down.ts';

const outcomes = [
  { name: 'succeeded', label: 'Succeeded', color: 'var(--chart-succeeded)', type: 'bar' },
  { name: 'failed', label: 'Failed', color: 'var(--chart-failed)', type: 'bar' },
  { name: 'canceled', label: 'Canceled', color: 'var(--chart-canceled)', type: 'bar' },
] as const;

const came = { name: 'enqueued', label: 'Enqueued', color: 'var(--chart-enqueued)', type: 'line' } as const;

interface Props {
  buckets: readonly OverviewBucket[];
  rangeSeconds: number;
  /** "per minute". */
  note: string;
}

/** What came and what ended: where the line stays above the bars, work piles up. */
export function OutcomesChart({ buckets, rangeSeconds, note }: Props) {
  const label = useBucketLabel(rangeSeconds);
  const drillDown = useDrillDown(buckets);
  const data = buckets.map((bucket) => ({ ...bucket, time: label(bucket.at) }));
  const number = (value: number | null) => (value === null ? '–' : value.toLocaleString('en-US'));
  const rows = data.toReversed().map((bucket) => ({
    key: bucket.at.toISOString(),
    cells: [bucket.time, bucket.enqueued, bucket.succeeded, bucket.failed, bucket.canceled].map((value) =>
      typeof value === 'string' ? value : `${bucket.isEstimated ? '≈ ' : ''}${number(value)}`,
    ),
    href: hrefOfBucket(bucket),
  }));
  return (
    <Charted
      legend={[came, ...outcomes]}
      title="Throughput"
      note={note}
      columns={['Time', 'Enqueued', 'Succeeded', 'Failed', 'Canceled']}
      rows={rows}
    >
      <CompositeChart
        h={200}
        className={classes['clickable'] ?? ''}
        data={data}
        dataKey="time"
        series={[...outcomes.map((one) => ({ ...one, stackId: 'ended' })), came]}
        tickLine="none"
        gridAxis="x"
        curveType="linear"
        strokeWidth={1.5}
        withDots={false}
        xAxisProps={{ interval: everyNth(buckets.length), tickMargin: 8 }}
        yAxisProps={{ width: 40, allowDecimals: false }}
        barProps={{ isAnimationActive: false, maxBarSize: 14, stackId: 'ended' }}
        lineProps={{ isAnimationActive: false }}
        composedChartProps={{
          accessibilityLayer: false,
          margin: { top: 6, right: 4 },
          barCategoryGap: '18%',
          onClick: drillDown,
        }}
        tooltipAnimationDuration={0}
        aria-label="Tasks enqueued and ended; the button above shows them as a table"
        role="img"
      />
    </Charted>
  );
}

/** Six labels or so along the axis. */
export function everyNth(count: number): number {
  return Math.max(0, Math.round(count / 6) - 1);
}

'use client';

import { LineChart } from '@mantine/charts';
import type { OverviewBucket } from '@raydeck/services';
import { formatDuration } from '../ui/format-time.ts';
import { useBucketLabel } from './bucket-label.ts';
import { hrefOfBucket } from './bucket-search.ts';
import { Charted } from './charted.tsx';
import { everyNth } from './outcomes-chart.tsx';
import classes from './overview.module.css';
import { useDrillDown } from './use-drill-down.ts';

interface Props {
  title: string;
  note: string;
  /** Which seconds: from due to claimed, or from start to end. */
  of: 'wait' | 'run';
  buckets: readonly OverviewBucket[];
  rangeSeconds: number;
}

/** Median and 95th percentile of a time that tasks took. */
export function SecondsChart({ title, note, of, buckets, rangeSeconds }: Props) {
  const label = useBucketLabel(rangeSeconds);
  const drillDown = useDrillDown(buckets);
  const p50 = `${of}P50Seconds` as const;
  const p95 = `${of}P95Seconds` as const;
  const series = [
    { name: p50, label: 'p50', color: 'var(--chart-p50)' },
    { name: p95, label: 'p95', color: 'var(--chart-p95)' },
  ];
  const data = buckets.map((bucket) => ({ ...bucket, time: label(bucket.at) }));
  const rows = data.toReversed().map((bucket) => ({
    key: bucket.at.toISOString(),
    cells: [bucket.time, words(bucket[p50]), words(bucket[p95])],
    href: hrefOfBucket(bucket),
  }));
  return (
    <Charted legend={series} title={title} note={note} columns={['Time', 'p50', 'p95']} rows={rows}>
      <LineChart
        h={200}
        className={classes['clickable'] ?? ''}
        data={data}
        dataKey="time"
        series={series}
        curveType="monotone"
        dotProps={{ r: 1.5, strokeWidth: 0 }}
        connectNulls={false}
        strokeWidth={1.75}
        tickLine="none"
        gridAxis="x"
        valueFormatter={words}
        xAxisProps={{ interval: everyNth(buckets.length), tickMargin: 8 }}
        yAxisProps={{ width: 78 }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false, margin: { top: 6, right: 4 }, onClick: drillDown }}
        tooltipAnimationDuration={0}
        aria-label={`${title}, median and 95th percentile; the button above shows them as a table`}
        role="img"
      />
    </Charted>
  );
}

function words(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1_000).replaceAll(' ', '\u00a0');
}

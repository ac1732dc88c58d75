'use client';

import { LineChart } from '@mantine/charts';
import type { OverviewBucket } from '@raydeck/services';
import { formatDuration } from '../ui/format-time.ts';
import { Charted } from './charted.tsx';
import { useMinuteLabel } from './minute-labels.ts';

const series = [
  { name: 'waitP50Seconds', label: 'p50', color: 'var(--chart-p50)' },
  { name: 'waitP95Seconds', label: 'p95', color: 'var(--chart-p95)' },
];

export function WaitChart({ buckets }: { buckets: readonly OverviewBucket[] }) {
  const label = useMinuteLabel();
  const data = buckets.map((bucket) => ({ ...bucket, minute: label(bucket.at) }));
  const rows = data
    .toReversed()
    .map(({ minute, waitP50Seconds, waitP95Seconds }) => [minute, words(waitP50Seconds), words(waitP95Seconds)]);
  return (
    <Charted
      legend={series}
      title="Queue wait"
      note="from due to claimed"
      columns={['Minute', 'p50', 'p95']}
      rows={rows}
    >
      <LineChart
        h={200}
        data={data}
        dataKey="minute"
        series={series}
        curveType="monotone"
        dotProps={{ r: 1.5, strokeWidth: 0 }}
        connectNulls={false}
        strokeWidth={1.75}
        tickLine="none"
        gridAxis="x"
        valueFormatter={words}
        xAxisProps={{ interval: 9, tickMargin: 8 }}
        yAxisProps={{ width: 56 }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false, margin: { top: 6, right: 4 } }}
        tooltipAnimationDuration={0}
        aria-label="Queue wait, median and 95th percentile; the button above shows them as a table"
        role="img"
      />
    </Charted>
  );
}

function words(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1_000).replaceAll(' ', '\u00a0');
}

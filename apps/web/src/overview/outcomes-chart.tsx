'use client';

import { BarChart } from '@mantine/charts';
import type { OverviewBucket } from '@raydeck/services';
import { Charted } from './charted.tsx';
import { useMinuteLabel } from './minute-labels.ts';

const series = [
  { name: 'succeeded', label: 'Succeeded', color: 'var(--chart-succeeded)' },
  { name: 'failed', label: 'Failed', color: 'var(--chart-failed)' },
  { name: 'canceled', label: 'Canceled', color: 'var(--chart-canceled)' },
];

export function OutcomesChart({ buckets }: { buckets: readonly OverviewBucket[] }) {
  const label = useMinuteLabel();
  const data = buckets.map((bucket) => ({ ...bucket, minute: label(bucket.at) }));
  const rows = data
    .toReversed()
    .map(({ minute, succeeded, failed, canceled }) => [minute, String(succeeded), String(failed), String(canceled)]);
  return (
    <Charted
      legend={series}
      title="Outcomes"
      note="per minute"
      columns={['Minute', 'Succeeded', 'Failed', 'Canceled']}
      rows={rows}
    >
      <BarChart
        h={200}
        data={data}
        dataKey="minute"
        type="stacked"
        series={series}
        tickLine="none"
        gridAxis="x"
        xAxisProps={{ interval: 9, tickMargin: 8 }}
        yAxisProps={{ width: 32, allowDecimals: false }}
        barProps={{ isAnimationActive: false, maxBarSize: 14 }}
        barChartProps={{ accessibilityLayer: false, margin: { top: 6, right: 4 }, barCategoryGap: '18%' }}
        tooltipAnimationDuration={0}
        aria-label="Outcomes per minute; the button above shows them as a table"
        role="img"
      />
    </Charted>
  );
}

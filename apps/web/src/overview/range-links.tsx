'use client';

import { SegmentedControl } from '@mantine/core';
import type { OverviewRange } from '@raydeck/services';
import { useRouter } from 'next/navigation';

const words: Record<OverviewRange, string> = {
  '15m': '15 min',
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
};

/** How far back the overview looks; in the URL, as all that one may want to share. */
export function RangeLinks({ range }: { range: OverviewRange }) {
  const router = useRouter();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Time range"
      value={range}
      onChange={(value) => router.push(value === '1h' ? '/' : `/?range=${value}`)}
      data={Object.entries(words).map(([value, label]) => ({ value, label }))}
    />
  );
}

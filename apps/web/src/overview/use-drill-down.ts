'use client';

import type { OverviewBucket } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { hrefOfBucket } from './bucket-search.ts';

/** A click on a chart leads to the tasks of the bucket under the pointer; the table behind it has the same as links. */
export function useDrillDown(buckets: readonly OverviewBucket[]) {
  const router = useRouter();
  return ({ activeTooltipIndex }: { activeTooltipIndex?: number | string | null | undefined }) => {
    const bucket = buckets[Number(activeTooltipIndex ?? Number.NaN)];
    if (bucket) router.push(hrefOfBucket(bucket));
  };
}

'use client';

import { SegmentedControl } from '@mantine/core';
import type { BulkOutcome } from '@raydeck/core';
import { useRouter } from 'next/navigation';
import { bulkPath } from './bulk-path.ts';
import { outcomeWord } from './bulk-state.tsx';

const order: readonly BulkOutcome[] = ['DONE', 'SKIPPED', 'PENDING'];

/** Which rows show. */
export function OutcomeLinks({ id, outcome }: { id: string; outcome: BulkOutcome | undefined }) {
  const router = useRouter();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Outcome"
      value={outcome ?? 'ALL'}
      onChange={(value) => router.push(bulkPath(id, { outcome: order.find((known) => known === value) }))}
      data={[{ value: 'ALL', label: 'All' }, ...order.map((value) => ({ value, label: outcomeWord(value) }))]}
    />
  );
}

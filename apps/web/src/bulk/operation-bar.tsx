import { ProgressRoot, ProgressSection } from '@mantine/core';
import type { BulkOperation } from '@raydeck/services';

/** How far an operation is: what was done, what was skipped, and what is left. */
export function OperationBar({
  operation: { total, done, skipped },
  size,
}: {
  operation: Pick<BulkOperation, 'total' | 'done' | 'skipped'>;
  size: number;
}) {
  const share = (count: number) => (total === 0 ? 0 : Math.min(100, (100 * count) / total));
  return (
    <ProgressRoot size={size}>
      <ProgressSection value={share(done)} color="var(--state-succeeded)" aria-label={`${done} of ${total} done`} />
      <ProgressSection
        value={share(skipped)}
        color="var(--state-canceled)"
        aria-label={`${skipped} of ${total} skipped`}
      />
    </ProgressRoot>
  );
}

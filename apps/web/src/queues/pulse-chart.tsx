'use client';

import { Sparkline } from '@mantine/charts';
import { Text } from '@mantine/core';
import type { QueuePulse } from '@raydeck/services';

/** What a queue finished in the last half hour: the line for the eye, the number for everybody. */
export function PulseChart({ pulse }: { pulse: QueuePulse | undefined }) {
  const [finished, failed] = [sum(pulse?.finished), sum(pulse?.failed)];
  if (!pulse || finished === 0) {
    return (
      <Text size="sm" c="dimmed">
        nothing
      </Text>
    );
  }
  return (
    <div>
      {/* The library's drawing takes the focus; there is nothing in it to act on. */}
      <div inert>
        <Sparkline
          w={96}
          h={22}
          data={pulse.finished}
          curveType="monotone"
          color="var(--state-running)"
          fillOpacity={0.2}
          strokeWidth={1.5}
        />
      </div>
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {finished.toLocaleString('en-US')} finished
        {failed > 0 && (
          <Text span size="xs" c="var(--state-failed)">
            {' '}
            · {failed.toLocaleString('en-US')} failed
          </Text>
        )}
      </Text>
    </div>
  );
}

function sum(counts: readonly number[] = []): number {
  return counts.reduce((total, count) => total + count, 0);
}

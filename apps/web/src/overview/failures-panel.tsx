import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Overview } from '@raydeck/services';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';

/** The most frequent error classes among the last hour's failed tasks. */
export function FailuresPanel({ overview: { failures, totals } }: { overview: Overview }) {
  return (
    <Panel title="Failures by class" note="last hour">
      {failures.length === 0 && (
        <Text size="sm" c="dimmed">
          No task failed in the last hour.
        </Text>
      )}
      <Stack gap="sm">
        {failures.map(({ errorClass, count }) => (
          <Stack key={errorClass} gap={4}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm" ff="monospace" truncate>
                {visibleText(errorClass)}
              </Text>
              <Text size="sm" fw={500}>
                {count.toLocaleString('en-US')}
              </Text>
            </Group>
            <Progress
              value={(100 * count) / Math.max(1, totals.failed)}
              size={4}
              color="var(--chart-failed)"
              aria-label={`${count} of ${totals.failed} failures`}
            />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

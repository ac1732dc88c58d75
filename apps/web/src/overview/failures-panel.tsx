import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Overview, OverviewRange } from '@raydeck/services';
import { hrefOfSearch } from '../tasks/search-href.ts';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './overview.module.css';

/** The most frequent error classes among the range's failed tasks; each leads to its tasks. */
export function FailuresPanel({ overview, range }: { overview: Overview; range: OverviewRange }) {
  const { failures, failuresOf } = overview;
  const href = hrefOfSearch({ terms: { state: 'failed', 'finished-after': range } });
  return (
    <Panel
      title="Failures by class"
      note={failuresOf.isCapped ? `of the newest ${failuresOf.count.toLocaleString('en-US')}` : `last ${range}`}
      actions={
        <Link className={classes['more']} href={href}>
          All failed
        </Link>
      }
    >
      {failures.length === 0 && (
        <Text size="sm" c="dimmed">
          No task failed.
        </Text>
      )}
      <Stack gap="sm">
        {failures.map(({ errorClass, count }) => (
          <Stack key={errorClass} gap={4}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Link
                className={classes['class']}
                href={hrefOfSearch({ terms: { state: 'failed', error: errorClass, 'finished-after': range } })}
              >
                {visibleText(errorClass)}
              </Link>
              <Text size="sm" fw={500}>
                {count.toLocaleString('en-US')}
              </Text>
            </Group>
            <Progress
              value={(100 * count) / Math.max(1, failuresOf.count)}
              size={4}
              color="var(--chart-failed)"
              aria-label={`${count} of ${failuresOf.count} failures`}
            />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

import { Group, Progress, Stack, Text } from '@mantine/core';
import type { WorkerSummary } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './overview.module.css';

/** How full each live worker is. */
export function LoadPanel({ workers }: { workers: readonly WorkerSummary[] }) {
  const live = workers.filter((worker) => worker.isLive);
  return (
    <Panel
      title="Workers"
      note={`${live.length} alive`}
      actions={
        <Link className={classes['more']} href="/workers">
          All workers
        </Link>
      }
    >
      {live.length === 0 && (
        <Text size="sm" c="dimmed">
          No worker is alive.
        </Text>
      )}
      <Stack gap="sm">
        {live.slice(0, 6).map((worker) => (
          <Stack key={worker.id} gap={4}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm" truncate>
                {visibleText(worker.name)}
              </Text>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {worker.held.count} of {worker.concurrency}
              </Text>
            </Group>
            <Progress
              value={Math.min(100, (100 * worker.held.count) / worker.concurrency)}
              size={4}
              aria-label={`${worker.name} holds ${worker.held.count} of ${worker.concurrency}`}
            />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

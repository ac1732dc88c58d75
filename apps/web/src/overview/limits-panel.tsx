import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Control, QueueSummary, WorkerSummary } from '@raydeck/services';
import { hrefOfSearch } from '../tasks/search-href.ts';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './overview.module.css';

interface Props {
  control: Pick<Control, 'concurrencyLimit' | 'live'>;
  queues: readonly QueueSummary[];
  workers: readonly WorkerSummary[];
}

interface Use {
  name: string;
  held: number;
  limit: number;
  href: string;
}

const shown = 8;

/** How much of what is allowed, and of what the workers can hold, is in use; the fullest first. */
export function LimitsPanel({ control, queues, workers }: Props) {
  const uses = usesOf({ control, queues, workers });
  return (
    <Panel
      title="In flight"
      note="of limits and workers"
      actions={
        <Link className={classes['more']} href="/queues">
          All queues
        </Link>
      }
    >
      {uses.length === 0 && (
        <Text size="sm" c="dimmed">
          No worker is alive, and nothing is limited.
        </Text>
      )}
      <Stack gap="sm">
        {uses.slice(0, shown).map(({ name, held, limit, href }) => (
          <Stack key={name} gap={4}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Link className={classes['use']} href={href}>
                {visibleText(name)}
              </Link>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {held.toLocaleString('en-US')} of {limit.toLocaleString('en-US')}
              </Text>
            </Group>
            <Progress
              value={percent({ held, limit })}
              size={4}
              color={held >= limit ? 'var(--state-canceled)' : 'deck'}
              aria-label={`${name}: ${held} of ${limit}`}
            />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

function usesOf({ control, queues, workers }: Props): Use[] {
  const alive = workers.filter((worker) => worker.isLive);
  const running = hrefOfSearch({ terms: { state: 'running' } });
  const whole: Use[] = [];
  if (control.concurrencyLimit !== null && control.live !== null) {
    whole.push({ name: 'All queues', held: control.live, limit: control.concurrencyLimit, href: running });
  }
  if (alive.length > 0) {
    whole.push({
      name: alive.length === 1 ? '1 worker' : `${alive.length} workers`,
      held: alive.reduce((sum, worker) => sum + worker.held.count, 0),
      limit: alive.reduce((sum, worker) => sum + worker.concurrency, 0),
      href: '/workers',
    });
  }
  const limited = queues.flatMap(({ name, live, concurrencyLimit }): Use[] => {
    if (concurrencyLimit === null || live === null) return [];
    const href = hrefOfSearch({ terms: { state: 'running', queue: name } });
    return [{ name: `Queue ${name}`, held: live, limit: concurrencyLimit, href }];
  });
  return [...whole, ...limited.toSorted((left, right) => percent(right) - percent(left))];
}

function percent({ held, limit }: Pick<Use, 'held' | 'limit'>): number {
  return limit === 0 ? 100 : Math.min(100, (100 * held) / limit);
}

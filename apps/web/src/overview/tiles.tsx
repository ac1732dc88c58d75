import { Group, Text } from '@mantine/core';
import type { TaskState } from '@raydeck/core';
import type { Overview } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { formatCount } from '../tasks/format-count.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import classes from './overview.module.css';

/** In flight now, and what became of the last hour's tasks; each leads to its list. */
export function Tiles({ overview: { inFlight, totals, isCapped } }: { overview: Overview }) {
  const finished = totals.succeeded + totals.failed + totals.canceled;
  const rate = finished === 0 ? null : (100 * totals.succeeded) / finished;
  const ended = (count: number) => ({ count, isCapped });
  return (
    <div className={classes['tiles']}>
      <Tile state="RUNNING" value={formatCount(inFlight.RUNNING)} note="now" href="/tasks?state=RUNNING" />
      <Tile state="QUEUED" value={formatCount(inFlight.QUEUED)} note="now" href="/tasks?state=QUEUED" />
      <Tile
        state="SUCCEEDED"
        value={formatCount(ended(totals.succeeded))}
        note="last hour"
        href="/tasks?state=SUCCEEDED&since=1h"
      />
      <Tile
        state="FAILED"
        value={formatCount(ended(totals.failed))}
        note="last hour"
        href="/tasks?state=FAILED&since=1h"
      />
      <Tile
        state="CANCELED"
        value={formatCount(ended(totals.canceled))}
        note="last hour"
        href="/tasks?state=CANCELED&since=1h"
      />
      <Tile
        label="Success rate"
        value={rate === null ? '–' : `${rate.toFixed(rate > 99 && rate < 100 ? 2 : 1)} %`}
        note="last hour"
        href="/tasks?since=1h"
      />
    </div>
  );
}

interface TileProps {
  state?: TaskState;
  label?: string;
  value: string;
  note: string;
  href: string;
}

function Tile({ state, label, value, note, href }: TileProps) {
  return (
    <Link className={classes['tile']} href={href}>
      <Group h={22}>
        {state ? (
          <StateBadge state={state} />
        ) : (
          <Text size="sm" fw={500}>
            {label}
          </Text>
        )}
      </Group>
      <Group gap={6} align="baseline" wrap="nowrap">
        <span className={classes['value']}>{value}</span>
        <Text span size="xs" c="dimmed">
          {note}
        </Text>
      </Group>
    </Link>
  );
}

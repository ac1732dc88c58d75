import { Group, Text } from '@mantine/core';
import type { TaskState } from '@raydeck/core';
import type { Overview, OverviewRange } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import { aboutCount, formatCount } from '../tasks/format-count.ts';
import { hrefOfSearch } from '../tasks/search-href.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import classes from './overview.module.css';

/** In flight now, and what became of the range's tasks; each leads to its list. */
export function Tiles({
  overview: { inFlight, totals, buckets },
  range,
}: {
  overview: Overview;
  range: OverviewRange;
}) {
  const finished = totals.succeeded + totals.failed + totals.canceled;
  const rate = finished === 0 ? null : (100 * totals.succeeded) / finished;
  const isEstimated = buckets.some((bucket) => bucket.isEstimated);
  const ended = (state: 'SUCCEEDED' | 'FAILED' | 'CANCELED', count: number) => (
    <Tile
      state={state}
      value={isEstimated ? `≈ ${aboutCount(count)}` : count.toLocaleString('en-US')}
      note={`last ${range}`}
      href={hrefOfSearch({ terms: { state: state.toLowerCase(), 'finished-after': range } })}
    />
  );
  return (
    <div className={classes['tiles']}>
      <Tile state="RUNNING" value={formatCount(inFlight.RUNNING)} note="now" href="/tasks?state=running" />
      <Tile state="QUEUED" value={formatCount(inFlight.QUEUED)} note="now" href="/tasks?state=queued" />
      {ended('SUCCEEDED', totals.succeeded)}
      {ended('FAILED', totals.failed)}
      {ended('CANCELED', totals.canceled)}
      <Tile
        label="Success rate"
        value={rate === null ? '–' : `${rate.toFixed(rate > 99 && rate < 100 ? 2 : 1)} %`}
        note={`last ${range}`}
        href={hrefOfSearch({ terms: { 'finished-after': range } })}
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

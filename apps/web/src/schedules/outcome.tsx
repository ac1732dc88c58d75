import { Group, Text, VisuallyHidden } from '@mantine/core';
import type { RecentTick } from '@raydeck/services';
import { IconAlertTriangle, IconClockPause, IconPlayerSkipForward, IconTrash } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { StateBadge, stateColor, stateWord } from '../ui/state-badge.tsx';
import { formatUtc } from '../ui/format-time.ts';

const looks: Record<string, { icon: typeof IconTrash; color: string; word: string }> = {
  waiting: { icon: IconClockPause, color: 'var(--state-queued)', word: 'Waits for the one before' },
  skipped: { icon: IconPlayerSkipForward, color: 'var(--state-canceled)', word: 'Skipped' },
  failed: { icon: IconAlertTriangle, color: 'var(--state-failed)', word: 'Not enqueued' },
};

const gone = { icon: IconTrash, color: 'var(--state-queued)', word: 'Task deleted' };

/** What became of a tick: the state of its task, or why there is none. */
export function Outcome({ tick }: { tick: RecentTick }) {
  if (tick.taskState && tick.taskId) {
    return (
      <Link href={`/tasks/${tick.taskId}`}>
        <StateBadge state={tick.taskState} />
      </Link>
    );
  }
  const { icon: Icon, color, word } = looks[tick.outcome] ?? gone;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={15} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" fw={500}>
        {word}
      </Text>
    </Group>
  );
}

/** The last outcomes side by side, oldest first, each by its colour and its words. */
export function OutcomeStrip({ ticks }: { ticks: readonly RecentTick[] }) {
  const [newest] = ticks;
  if (!newest) {
    return (
      <Text size="sm" c="dimmed">
        none yet
      </Text>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Group gap={3} wrap="nowrap" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {ticks.toReversed().map((tick) => (
          <li
            key={tick.tick.getTime()}
            title={`${formatUtc(tick.tick)}: ${wordOf(tick)}`}
            style={{ width: 6, height: 18, borderRadius: 2, background: colorOf(tick) }}
          >
            <VisuallyHidden>{wordOf(tick)}</VisuallyHidden>
          </li>
        ))}
      </Group>
      <Outcome tick={newest} />
    </Group>
  );
}

function wordOf({ taskState, outcome }: RecentTick): string {
  return taskState ? stateWord(taskState) : (looks[outcome] ?? gone).word;
}

function colorOf({ taskState, outcome }: RecentTick): string {
  return taskState ? stateColor(taskState) : (looks[outcome] ?? gone).color;
}

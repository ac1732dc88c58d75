import { TableTd, TableTr, Text } from '@mantine/core';
import type { RecentTick, Schedule } from '@raydeck/services';
import { HeldLine } from '../ui/held-line.tsx';
import { Link } from '../ui/link.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { cronWords } from './cron-words.ts';
import { formatInZone } from './format-in-zone.ts';
import { OutcomeStrip } from './outcome.tsx';
import { ScheduleMenu } from './schedule-menu.tsx';

interface Props {
  schedule: Schedule;
  ticks: readonly RecentTick[];
  mayAct: boolean;
}

export function ScheduleRow({ schedule, ticks, mayAct }: Props) {
  const { name, cron, timeZone, description, task, nextRunAt, paused } = schedule;
  return (
    <TableTr>
      <TableTd maw={300}>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          <Link href={`/schedules/${encodeURIComponent(name)}`}>{name}</Link>
        </Text>
        {description && (
          <Text size="xs" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
            {visibleText(description)}
          </Text>
        )}
        {paused && (
          <HeldLine verb="Paused" at={schedule.pausedAt} by={schedule.pausedBy} reason={schedule.pausedReason} />
        )}
      </TableTd>
      <TableTd maw={280}>
        <Text size="sm">{cronWords(cron) ?? cron}</Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          <Text span ff="monospace" size="xs">
            {cron}
          </Text>{' '}
          · {timeZone}
        </Text>
      </TableTd>
      <TableTd>
        {paused || !nextRunAt ? (
          <Text size="sm" c="dimmed">
            {paused ? 'paused' : 'never'}
          </Text>
        ) : (
          <>
            <Text size="sm">
              <TimeAgo at={nextRunAt} />
            </Text>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {formatInZone(nextRunAt, timeZone)}
            </Text>
          </>
        )}
      </TableTd>
      <TableTd>
        <OutcomeStrip ticks={ticks} />
      </TableTd>
      <TableTd maw={260}>
        <Text size="xs" ff="monospace" mt={2} style={{ overflowWrap: 'anywhere' }}>
          {task.callable}
        </Text>
        <Text size="xs" c="dimmed">
          queue {task.queue}
        </Text>
      </TableTd>
      <TableTd ta="right">{mayAct && <ScheduleMenu name={name} paused={paused} />}</TableTd>
    </TableTr>
  );
}

import { List, ListItem, Text } from '@mantine/core';
import type { Schedule } from '@raydeck/services';
import { Fact, Facts } from '../ui/facts.tsx';
import { Panel } from '../ui/panel.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { cronWords } from './cron-words.ts';
import { formatInZone } from './format-in-zone.ts';
import { nextRuns } from './next-runs.ts';
import { catchUpWords, overlapWords } from './policy-words.ts';

const shown = 5;

/** When a schedule runs, in words and in times. */
export function WhenPanel({ schedule, now }: { schedule: Schedule; now: Date }) {
  const { cron, timeZone, catchUp, overlap, nextRunAt, paused, lastTickAt } = schedule;
  // What is due and not yet dealt with comes first.
  const from = nextRunAt && nextRunAt < now ? new Date(nextRunAt.getTime() - 1_000) : now;
  const next = nextRuns({ cron, timeZone }, from, shown);
  return (
    <Panel title="When" note={timeZone}>
      <Facts>
        <Fact name="Cron">
          {cronWords(cron) ?? 'no words for it'}{' '}
          <Text span size="xs" c="dimmed" ff="monospace">
            {cron}
          </Text>
        </Fact>
        <Fact name={paused ? 'Would run' : 'Next runs'}>
          {'runs' in next ? (
            <List size="sm" listStyleType="none">
              {next.runs.map((run) => (
                <ListItem key={run.getTime()}>
                  {formatInZone(run, timeZone)}{' '}
                  <Text span size="xs" c="dimmed">
                    <TimeAgo at={run} />
                  </Text>
                </ListItem>
              ))}
            </List>
          ) : (
            next.problem
          )}
        </Fact>
        <Fact name="Last run">{lastTickAt ? <TimeAgo at={lastTickAt} /> : 'not yet'}</Fact>
        <Fact name="Missed runs">{catchUpWords[catchUp]}</Fact>
        <Fact name="Overlap">{overlapWords[overlap]}</Fact>
      </Facts>
    </Panel>
  );
}

import { Group, Stack, Text } from '@mantine/core';
import type { BulkOperation } from '@raydeck/services';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { aboutDuration } from './about-duration.ts';
import { BulkStateBadge } from './bulk-state.tsx';
import { OperationBar } from './operation-bar.tsx';
import { type Pace, paceOf } from './pace.ts';

/** How far it is, how fast it goes and how long it will take; at its end, how it ended. */
export function ProgressPanel({ operation, now }: { operation: BulkOperation; now: number }) {
  const { state, total, done, skipped, error, finishedAt } = operation;
  const pace = paceOf(operation, now);
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <BulkStateBadge state={state} size="md" />
          <Text size="sm" c="dimmed">
            {paceWords(operation, pace)}
          </Text>
        </Group>
        {error !== null && (
          <Text size="sm" c="var(--state-failed)" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(error)}
          </Text>
        )}
        <OperationBar operation={operation} size={10} />
        <Group gap="lg">
          <Count what="done" count={done} color="var(--state-succeeded)" />
          <Count what="skipped" count={skipped} color="var(--state-canceled)" />
          {(finishedAt === null || pace.left > 0) && <Count what={leftWords(operation)} count={pace.left} />}
          <Count what="in all" count={total} />
        </Group>
      </Stack>
    </Panel>
  );
}

function Count({ what, count, color }: { what: string; count: number; color?: string }) {
  return (
    <Text size="sm" {...(count > 0 && color && { c: color })}>
      <b>{count.toLocaleString('en-US')}</b> {what}
    </Text>
  );
}

/** Named tasks are all looked at; of those that a filter matched at the start some may leave it before their turn. */
function leftWords({ state, finishedAt }: BulkOperation): string {
  if (finishedAt === null) return 'left';
  return state === 'DONE' ? 'had left the filter by then' : 'not looked at';
}

function paceWords({ state, perSecond: most }: BulkOperation, { perSecond, leftMs }: Pace): string {
  if (state === 'PENDING') return `A worker takes it up; at most ${most} tasks a second.`;
  const rate =
    perSecond === null ? '' : `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} tasks a second`;
  if (leftMs === null) return rate;
  const left = `about ${aboutDuration(leftMs)} left`;
  return [rate, `at most ${most}`, left].filter((words) => words !== '').join(' · ');
}

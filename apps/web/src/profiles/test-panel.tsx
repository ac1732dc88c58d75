import { Group, Stack, Text } from '@mantine/core';
import { isAttemptLive, isTaskFinal } from '@raydeck/core';
import type { TaskDetail } from '@raydeck/services';
import { LiveTask } from '../task/live-task.tsx';
import { LogPanel } from '../task/log/log-panel.tsx';
import { Duration } from '../ui/duration.tsx';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';

/** A test as it goes: what Ray says while it sets the environment up, then what the test finds. */
export function TestPanel({ detail: { task, attempts } }: { detail: TaskDetail }) {
  const isOver = isTaskFinal(task.state);
  const [attempt] = attempts;
  return (
    <Stack gap="md">
      <LiveTask id={task.id} isOver={isOver} />
      <Panel
        title="Test"
        note={isOver ? null : 'as it goes'}
        actions={<Link href={`/tasks/${task.id}`}>Its task</Link>}
      >
        <Group gap="md">
          <StateBadge state={task.state} size="md" />
          <Text size="sm" c="dimmed">
            {words(task.state, attempt?.state)}
          </Text>
          {attempt && (
            <Text size="sm" c="dimmed">
              <Duration from={attempt.submittedAt} to={attempt.finishedAt} />
            </Text>
          )}
        </Group>
        {attempt?.errorClass && (
          <Text size="sm" mt="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            <b>{visibleText(attempt.errorClass)}</b>
            {attempt.errorMessage && `: ${visibleText(attempt.errorMessage)}`}
          </Text>
        )}
      </Panel>
      {attempt && attempt.note === null && (!isOver || attempt.logTail) && (
        <LogPanel
          key={attempt.id}
          attemptId={attempt.id}
          number={attempt.number}
          tail={attempt.logTail ?? ''}
          sizeBytes={attempt.logBytes}
          live={isAttemptLive(attempt.state)}
          isStored={false}
        />
      )}
      {attempt && attempt.note !== null && (
        <Text size="sm" c="dimmed">
          {attempt.note}
        </Text>
      )}
    </Stack>
  );
}

function words(task: string, attempt: string | undefined): string {
  if (task === 'SUCCEEDED') return 'The environment works.';
  if (task === 'FAILED') return 'The environment does not work.';
  if (task === 'CANCELED') return 'It was canceled.';
  if (attempt === 'SUBMITTED') return 'Ray sets the environment up.';
  if (attempt === 'RUNNING') return 'The environment is there; the test looks around in it.';
  return 'It waits for a worker.';
}

import { Progress, Text } from '@mantine/core';
import type { TaskSummary } from '@raydeck/services';
import { visibleText } from '../ui/visible-text.ts';

/** How far a running task says it is; nothing when it says nothing. */
export function ProgressLine({ task: { state, progress, callable } }: { task: TaskSummary }) {
  if (state !== 'RUNNING' || progress === null) return null;
  const { current, total, message } = progress;
  return (
    <div>
      {total !== null && total > 0 && (
        <Progress value={percentOf(current, total)} size={6} aria-label={`Progress of ${callable}`} />
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {total === null ? current : `${current} of ${total}`}
        {message !== null && ` · ${visibleText(message)}`}
      </Text>
    </div>
  );
}

export function percentOf(current: number, total: number): number {
  return Math.min(100, Math.max(0, (100 * current) / total));
}

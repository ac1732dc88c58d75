import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import type { TaskSummary } from '@raydeck/services';
import { IconAlertTriangle } from '@tabler/icons-react';
import { shortenId } from '../ui/shorten-id.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './bulk.module.css';
import { tasksWord } from './bulk-words.ts';
import type { BulkPreviewed } from './use-bulk-preview.ts';

interface Props {
  /** Null while it is counted, or when that failed. */
  preview: BulkPreviewed | null;
  /** Why it cannot be done, or not so. */
  problem: string | null;
  /** Null where another count would say the same. */
  onRecount: (() => void) | null;
}

/** How many tasks it will be, exactly, and the newest of them. */
export function PreviewBox({ preview, problem, onRecount }: Props) {
  return (
    <Stack gap="xs">
      {problem !== null && (
        <Alert
          role="alert"
          color="red"
          variant="light"
          p="xs"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          classNames={{ message: classes['refusal'] ?? '' }}
        >
          {visibleText(problem)}
          {onRecount && (
            <div>
              <Button variant="default" size="compact-xs" mt={6} onClick={onRecount}>
                Count again
              </Button>
            </div>
          )}
        </Alert>
      )}
      <div className={classes['preview']} role="status">
        {preview === null && problem === null && (
          <Group gap="xs">
            <Loader size={14} aria-hidden />
            <Text size="sm">Counting …</Text>
          </Group>
        )}
        {preview !== null && <Counted preview={preview} />}
      </div>
    </Stack>
  );
}

function Counted({ preview: { count, sample } }: { preview: BulkPreviewed }) {
  if (count === 0) return <Text size="sm">No task is left that this would be about.</Text>;
  const isMore = count > sample.length;
  return (
    <Stack gap={6}>
      <Text size="sm">
        <b>{tasksWord(count)}</b>
        {sample.length > 0 && (isMore ? `, the newest ${sample.length}:` : ':')}
      </Text>
      <ul className={classes['sample']} tabIndex={0} aria-label="Some of the tasks">
        {sample.map((task) => (
          <Sampled key={task.id} task={task} />
        ))}
      </ul>
    </Stack>
  );
}

function Sampled({ task: { id, state, callable, queue } }: { task: TaskSummary }) {
  return (
    <li>
      <StateBadge state={state} />
      <span className={classes['callable']}>
        {visibleText(callable)}{' '}
        <Text span size="xs" c="dimmed" ff="monospace">
          {shortenId(id)}
        </Text>
      </span>
      <Text span size="xs" c="dimmed" className={classes['queue'] ?? ''}>
        {visibleText(queue)}
      </Text>
    </li>
  );
}

'use client';

import { Button, Group, Text } from '@mantine/core';
import type { TaskSummary } from '@raydeck/services';
import { IconBan, IconRotate, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { cancelTasksAction, retryTasksAction } from './actions.ts';
import type { TaskOutcome } from './for-each-task.ts';
import classes from './tasks.module.css';

interface Props {
  /** The ticked rows; with none ticked, the one that keys are on. */
  chosen: readonly TaskSummary[];
  isTicked: boolean;
  mayRetry: boolean;
  mayCancel: boolean;
  onClear: () => void;
}

type Verb = 'retry' | 'cancel';

const words = {
  retry: {
    label: 'Retry',
    done: 'retried',
    fits: (task: TaskSummary) => task.state === 'FAILED' || task.state === 'CANCELED',
  },
  cancel: { label: 'Cancel', done: 'canceled or asked to end', fits: (task: TaskSummary) => task.finishedAt === null },
} as const;

/** What can be done with the ticked rows, each by itself, as on its own page. */
export function SelectionBar({ chosen, isTicked, mayRetry, mayCancel, onClear }: Props) {
  const [asking, setAsking] = useState<Verb | null>(null);
  const settled = {
    done: (outcomes: TaskOutcome[]) => summary(outcomes, asking ?? 'retry'),
    onDone: () => {
      setAsking(null);
      onClear();
    },
  };
  const retry = useAction(retryTasksAction, settled);
  const cancel = useAction(cancelTasksAction, settled);
  const fitting = (verb: Verb) => chosen.filter(words[verb].fits);
  const ask = (verb: Verb) => fitting(verb).length > 0 && setAsking(verb);
  useKeys([
    ...(mayRetry ? [{ keys: 'r', label: 'Retry the ticked tasks, or this one', run: () => ask('retry') }] : []),
    ...(mayCancel ? [{ keys: 'c', label: 'Cancel the ticked tasks, or this one', run: () => ask('cancel') }] : []),
  ]);
  const verb = asking ?? 'retry';
  const targets = fitting(verb);
  return (
    <>
      {isTicked && (
        <Group gap="xs" className={classes['selection']} role="region" aria-label="Ticked tasks">
          <Text size="sm" fw={500} aria-live="polite">
            {chosen.length} ticked
          </Text>
          {mayRetry && <ActButton verb="retry" count={fitting('retry').length} onClick={() => ask('retry')} />}
          {mayCancel && <ActButton verb="cancel" count={fitting('cancel').length} onClick={() => ask('cancel')} />}
          <Button variant="subtle" color="gray" leftSection={<IconX size={13} aria-hidden />} onClick={onClear}>
            Untick
          </Button>
        </Group>
      )}
      <ReasonDialog
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={`${words[verb].label} ${tasksWord(targets.length)}?`}
        confirm={`${words[verb].label} ${tasksWord(targets.length)}`}
        danger={verb === 'cancel'}
        pending={retry.pending || cancel.pending}
        onConfirm={(reason) => {
          const input = { ids: targets.map(({ id }) => id), reason };
          if (verb === 'retry') retry.run(input);
          else cancel.run(input);
        }}
      >
        {explain(verb, targets, chosen.length)}
      </ReasonDialog>
    </>
  );
}

function ActButton({ verb, count, onClick }: { verb: Verb; count: number; onClick: () => void }) {
  const Icon = verb === 'retry' ? IconRotate : IconBan;
  return (
    <Button variant="default" disabled={count === 0} leftSection={<Icon size={13} aria-hidden />} onClick={onClick}>
      {words[verb].label} {count}
    </Button>
  );
}

function tasksWord(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}

function explain(verb: Verb, targets: readonly TaskSummary[], chosen: number): string {
  const names = [...new Set(targets.map(({ callable }) => callable))];
  const what = names.length > 3 ? `${names.slice(0, 3).join(', ')} and others` : names.join(', ');
  const others = chosen - targets.length;
  const skipped = others > 0 ? ` ${tasksWord(others)} of those ticked cannot be, and stay as they are.` : '';
  const isOne = targets.length === 1;
  const retried = `${isOne ? 'It runs' : 'They run'} again with the same arguments and a fresh budget of attempts.`;
  const canceled = isOne
    ? 'It ends at once if it waits; if it runs, it is asked to end.'
    : 'Waiting ones end at once; running ones are asked to end.';
  const effect = verb === 'retry' ? retried : canceled;
  return `${what}. ${effect}${skipped}`;
}

function summary(outcomes: readonly TaskOutcome[], verb: Verb): string {
  const problems = outcomes.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const done = `${outcomes.length - problems.length} of ${tasksWord(outcomes.length)} ${words[verb].done}.`;
  return problems.length === 0 ? done : `${done} The others: ${[...new Set(problems)].slice(0, 3).join(' ')}`;
}

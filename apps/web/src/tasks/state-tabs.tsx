'use client';

import { Tabs, TabsList, TabsTab, Text } from '@mantine/core';
import { type TaskState, taskStates } from '@raydeck/core';
import type { BoundedCount, TaskCounts } from '@raydeck/services';
import { stateColor, stateWord } from '../ui/state-badge.tsx';
import { countWords, formatCount } from './format-count.ts';
import classes from './tasks.module.css';
import { useTaskParams } from './use-task-params.ts';

/** One tab a state, each with its count as far as it is counted. Blocked shows when there is any. */
export function StateTabs({ counts }: { counts: TaskCounts | null }) {
  const { search, setTerm } = useTaskParams();
  const chosen = taskStates.find((state) => state === search.terms.state?.toUpperCase());
  const shown = taskStates.filter(
    (state) => state !== 'BLOCKED' || chosen === state || (counts?.[state].count ?? 0) > 0,
  );
  return (
    <Tabs
      value={chosen ?? 'ALL'}
      onChange={(value) => setTerm('state', value === null || value === 'ALL' ? null : value.toLowerCase())}
      activateTabWithKeyboard={false}
      className={classes['tabs']}
    >
      <TabsList aria-label="State">
        <TabsTab value="ALL">All</TabsTab>
        {shown.map((state) => (
          <TabsTab key={state} value={state} rightSection={<Count count={counts?.[state]} state={state} />}>
            {stateWord(state)}
          </TabsTab>
        ))}
      </TabsList>
    </Tabs>
  );
}

function Count({ count, state }: { count: BoundedCount | undefined; state: TaskState }) {
  if (!count) return null;
  return (
    <Text span size="xs" c={count.count === 0 ? 'dimmed' : stateColor(state)} fw={500} title={countWords(count)}>
      {formatCount(count)}
    </Text>
  );
}

'use client';

import { Group, VisuallyHidden } from '@mantine/core';
import { type BulkAction, taskStates } from '@raydeck/core';
import type { SavedView, TaskCounts, TaskPage } from '@raydeck/services';
import { useRef, useState, useTransition } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { late } from '../ui/late/late.tsx';
import { NewRows } from '../ui/new-rows.tsx';
import { DefaultViewContext } from '../views/default-view-context.ts';
import { ViewsMenu } from '../views/views-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FocusedActs } from './focused-acts.tsx';
import { countOfList } from './format-count.ts';
import { ListQueryContext } from './list-query-context.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { ListTransitionContext } from './list-transition-context.ts';
import { NoTasks } from './no-tasks.tsx';
import { Pager } from './pager.tsx';
import { moveFocus, rowInFocus } from './row-focus.ts';
import { nothingSelected, toggleRow } from './select-range.ts';
import { SelectionBar } from './selection-bar.tsx';
import { StateTabs } from './state-tabs.tsx';
import { TaskTable } from './task-table.tsx';
import classes from './tasks.module.css';
import { useLiveRows } from './use-live-rows.ts';
import { useTaskParams } from './use-task-params.ts';

const PeekDrawer = late(async () => (await import('./peek-drawer.tsx')).PeekDrawer);

export interface TaskListProps {
  page: TaskPage;
  counts: TaskCounts | null;
  /** The moment that distances in the filter are measured from; the next page's cursor belongs to it. */
  at: Date | null;
  problems: readonly string[];
  isFiltered: boolean;
  may: { enqueue: boolean; retry: boolean; cancel: boolean; export: boolean };
  /** What may be done to many tasks at once. */
  bulk: readonly BulkAction[];
  /** Names the list that `page` belongs to: the URL is ahead of it while the next one is on its way. */
  listKey: string;
  /** The same list, as the server is asked for its news. */
  query: string;
  /** The same with its moment, as the rows' links carry it along. */
  origin: string;
  views: readonly SavedView[];
}

/** The list with all that belongs to it: filter, ticked rows, peek, and what comes in meanwhile. */
export function TaskList({
  page,
  counts,
  at,
  problems,
  isFiltered,
  may,
  bulk,
  listKey,
  query,
  origin,
  views,
}: TaskListProps) {
  const [pending, startTransition] = useTransition();
  const { search } = useTaskParams();
  const live = useLiveRows(page, listKey, query);
  const [ticked, setTicked] = useState({ key: listKey, isAll: false, ...nothingSelected });
  const [peeked, setPeeked] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { rows } = live;
  const order = rows.map(({ id }) => id);
  const isEmpty = rows.length === 0 && live.page.nextCursor === null;
  const isAll = ticked.key === listKey && ticked.isAll;
  const kept = ticked.key === listKey ? ticked : nothingSelected;
  // Of all that match, these are the ones that show.
  const selection = isAll ? { ids: new Set(order), anchor: null } : kept;
  const toggle = (id: string, reaches: boolean) =>
    setTicked({ key: listKey, isAll: false, ...toggleRow(selection, order, id, reaches) });
  const tickPage = (all: boolean) =>
    setTicked({ key: listKey, isAll: false, ids: new Set(all ? order : []), anchor: null });
  const tickAll = () => setTicked({ key: listKey, isAll: true, ...nothingSelected });
  const move = (step: 1 | -1) => {
    const id = moveFocus(frame.current, step);
    if (id && peeked !== null) setPeeked(id);
  };
  const onFocusedRow = (act: (id: string) => void) => () => {
    const id = rowInFocus(frame.current) ?? focused;
    if (id && order.includes(id)) act(id);
  };
  useKeys([
    { keys: 'j', label: 'Next task', run: () => move(1) },
    { keys: 'k', label: 'Previous task', run: () => move(-1) },
    { keys: 'x', label: 'Tick the task', run: onFocusedRow((id) => toggle(id, false)) },
    { keys: 'Shift+x', label: 'Tick up to the task', run: onFocusedRow((id) => toggle(id, true)) },
    { keys: 'p', label: 'Peek at the task', run: onFocusedRow((id) => setPeeked(peeked === id ? null : id)) },
    {
      keys: 'Escape',
      label: 'Close the peek, untick',
      run: () => (peeked === null ? tickPage(false) : setPeeked(null)),
    },
    ...(bulk.length > 0 ? [{ keys: 'a', label: 'Select all tasks that match', run: () => !isEmpty && tickAll() }] : []),
  ]);
  const peekedRow = rows.find(({ id }) => id === peeked) ?? null;
  const shownCounts = live.counts ?? counts;
  const state = taskStates.find((one) => one === search.terms.state?.toUpperCase());
  return (
    <DefaultViewContext value={views.some(({ isDefault }) => isDefault)}>
      <ListTransitionContext value={startTransition}>
        <ListQueryContext value={origin}>
          <StateTabs counts={shownCounts} />
          <Group gap="xs" mb="sm" align="flex-start" className={classes['bar']}>
            <ViewsMenu views={views} />
            <div className={classes['filter']}>
              <FilterBar problems={problems} />
            </div>
            <ListToolbar mayExport={may.export} isSearch={page.isPartial} />
          </Group>
          <FocusedActs
            task={rows.find(({ id }) => id === focused) ?? null}
            mayRetry={may.retry}
            mayCancel={may.cancel}
          />
          <SelectionBar
            ticked={rows.filter(({ id }) => selection.ids.has(id))}
            isAll={isAll}
            search={search}
            count={countOfList(shownCounts, state)}
            actions={bulk}
            onAll={tickAll}
            onClear={() => tickPage(false)}
          />
          {isEmpty ? (
            <NoTasks isFiltered={isFiltered} mayEnqueue={may.enqueue} />
          ) : (
            <div
              ref={frame}
              className={classes['frame']}
              data-pending={pending || undefined}
              onFocus={() => setFocused(rowInFocus(frame.current))}
            >
              {live.fresh > 0 && (
                <NewRows count={live.fresh === rows.length ? `${live.fresh}+` : live.fresh} onShow={live.show} />
              )}
              <TaskTable
                rows={rows}
                left={live.left}
                gone={live.gone}
                selected={selection.ids}
                peeked={peeked}
                isBusy={pending}
                onToggle={toggle}
                onToggleAll={tickPage}
                onPeek={setPeeked}
              />
            </div>
          )}
          <VisuallyHidden role="status">{live.fresh > 0 ? `${live.fresh} new tasks` : ''}</VisuallyHidden>
          <Pager page={live.page} at={at} />
          <PeekDrawer task={peekedRow} opened={peekedRow !== null} onMove={move} onClose={() => setPeeked(null)} />
        </ListQueryContext>
      </ListTransitionContext>
    </DefaultViewContext>
  );
}

'use client';

import { Button, Group, Text } from '@mantine/core';
import type { BulkAction, Search } from '@raydeck/core';
import type { BoundedCount, TaskSummary } from '@raydeck/services';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { BulkAsked } from '../bulk/bulk-dialog.tsx';
import { bulkWords } from '../bulk/bulk-words.ts';
import { useKeys } from '../keys/keys-provider.tsx';
import { late } from '../ui/late/late.tsx';
import { useMenuPopup } from '../ui/late/use-popup.ts';
import { bulkIcons } from './bulk-icons.ts';
import { formatCount } from './format-count.ts';
import type { MoreItemsProps } from './more-items.tsx';
import classes from './tasks.module.css';

// The list is looked at more often than acted on.
const BulkDialog = late(async () => (await import('../bulk/bulk-dialog.tsx')).BulkDialog);
const MoreItems = late(async () => (await import('./more-items.tsx')).MoreItems);

interface Props {
  /** The ticked rows. */
  ticked: readonly TaskSummary[];
  /** Instead of them all that match this, and about how many that are. */
  isAll: boolean;
  search: Search;
  count: BoundedCount | null;
  actions: readonly BulkAction[];
  onAll: () => void;
  onClear: () => void;
}

/** What stands beside the number, and what a menu has room for. */
const inBar: readonly BulkAction[] = ['retry', 'cancel'];

/** What can be done with the ticked rows, or with all that the list's filter matches: each is an operation. */
export function SelectionBar({ ticked, isAll, search, count, actions, onAll, onClear }: Props) {
  const [asked, setAsked] = useState<(BulkAsked & { at: number }) | null>(null);
  const [opened, setOpened] = useState(false);
  const fitting = (action: BulkAction) => ticked.filter(bulkWords[action].fits);
  const number = count ? ` (${formatCount(count)})` : '';
  const isShown = isAll || ticked.length > 0;
  const isPossible = (action: BulkAction) => actions.includes(action) && (isAll || fitting(action).length > 0);
  const inMenu = actions.filter((action) => !inBar.includes(action));
  const ask = (action: BulkAction) => {
    if (!isPossible(action)) return;
    const ids = fitting(action).map(({ id }) => id);
    const tasks = isAll ? { search } : { ids };
    setAsked({ action, tasks, leftOut: isAll ? 0 : ticked.length - ids.length, at: Date.now() });
    setOpened(true);
  };
  return (
    <>
      {isShown && <SelectionKeys ask={ask} />}
      {isShown && (
        <Group gap="xs" className={classes['selection']} role="region" aria-label="Ticked tasks">
          <Text size="sm" fw={500} aria-live="polite">
            {isAll ? `All that match${number}` : `${ticked.length} ticked`}
          </Text>
          {actions.length > 0 && !isAll && (
            <Button variant="subtle" px={6} onClick={onAll}>
              Select all that match{number}
            </Button>
          )}
          {inBar
            .filter((action) => actions.includes(action))
            .map((action) => {
              const Icon = bulkIcons[action];
              return (
                <Button
                  key={action}
                  variant="default"
                  disabled={!isPossible(action)}
                  leftSection={<Icon size={13} aria-hidden />}
                  onClick={() => ask(action)}
                >
                  {bulkWords[action].label} {!isAll && fitting(action).length}
                </Button>
              );
            })}
          {actions.length > 0 && <MoreMenu actions={inMenu} isPossible={isPossible} ask={ask} />}
          <Button variant="subtle" color="gray" leftSection={<IconX size={13} aria-hidden />} onClick={onClear}>
            Untick
          </Button>
        </Group>
      )}
      {asked && <BulkDialog key={asked.at} {...asked} opened={opened} onClose={() => setOpened(false)} />}
    </>
  );
}

function MoreMenu(props: Pick<MoreItemsProps, 'actions' | 'isPossible' | 'ask'>) {
  const { popup, button } = useMenuPopup();
  return (
    <>
      <Button {...button} variant="default" rightSection={<IconChevronDown size={13} aria-hidden />}>
        More
      </Button>
      <MoreItems {...popup} {...props} />
    </>
  );
}

/** While rows are ticked, the keys of a single task mean all of them. */
function SelectionKeys({ ask }: { ask: (action: BulkAction) => void }) {
  useKeys([
    { keys: 'r', label: 'Retry the ticked tasks', run: () => ask('retry') },
    { keys: 'c', label: 'Cancel the ticked tasks', run: () => ask('cancel') },
  ]);
  return null;
}

'use client';

import { Menu } from '@mantine/core';
import type { BulkAction } from '@raydeck/core';
import { bulkWords } from '../bulk/bulk-words.ts';
import { PopupMenu } from '../ui/late/popup-menu.tsx';
import type { Popup } from '../ui/late/use-popup.ts';
import { bulkIcons } from './bulk-icons.ts';

export interface MoreItemsProps extends Popup {
  actions: readonly BulkAction[];
  isPossible: (action: BulkAction) => boolean;
  ask: (action: BulkAction) => void;
}

/** What the bar of ticked tasks has no room for. */
export function MoreItems({ actions, isPossible, ask, ...popup }: MoreItemsProps) {
  return (
    <PopupMenu {...popup} position="bottom-start" withinPortal={false}>
      <Menu.Dropdown>
        {actions.map((action) => {
          const Icon = bulkIcons[action];
          return (
            <Menu.Item
              key={action}
              disabled={!isPossible(action)}
              leftSection={<Icon size={14} aria-hidden />}
              {...(action === 'delete' && { color: 'var(--state-failed)' })}
              onClick={() => ask(action)}
            >
              {bulkWords[action].label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </PopupMenu>
  );
}

'use client';

import { Menu } from '@mantine/core';
import type { SavedView } from '@raydeck/services';
import {
  IconBookmarkPlus,
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconStar,
  IconStarOff,
  IconTrash,
} from '@tabler/icons-react';
import { PopupMenu } from '../ui/late/popup-menu.tsx';
import type { Popup } from '../ui/late/use-popup.ts';
import { visibleText } from '../ui/visible-text.ts';

/** What a dialog asks about. */
export type ViewAsk = 'create' | 'rename' | 'delete';

interface Props extends Popup {
  views: readonly SavedView[];
  /** The one that was opened last; null for none. */
  current: SavedView | null;
  /** Whether the list shows something else than it by now. */
  isChanged: boolean;
  /** Whether the list shows all tasks. */
  isAll: boolean;
  onAll: () => void;
  onOpen: (view: SavedView) => void;
  onAsk: (ask: ViewAsk) => void;
  onSave: (view: SavedView) => void;
  onDefault: (view: SavedView) => void;
}

export function ViewItems({
  views,
  current,
  isChanged,
  isAll,
  onAll,
  onOpen,
  onAsk,
  onSave,
  onDefault,
  ...popup
}: Props) {
  return (
    <PopupMenu {...popup} position="bottom-start" width={260} withinPortal={false}>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={<Mark isOn={isAll} />} onClick={onAll}>
          All tasks
        </Menu.Item>
        {views.map((view) => (
          <Menu.Item
            key={view.id}
            leftSection={<Mark isOn={view.id === current?.id} />}
            rightSection={view.isDefault ? <IconStar size={13} aria-label="default" /> : null}
            onClick={() => onOpen(view)}
            style={{ overflowWrap: 'anywhere' }}
          >
            {visibleText(view.name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {current && isChanged && (
          <Menu.Item leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={() => onSave(current)}>
            Save changes to the view
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconBookmarkPlus size={14} aria-hidden />} onClick={() => onAsk('create')}>
          Save as a new view
        </Menu.Item>
        {current && (
          <>
            <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => onAsk('rename')}>
              Rename the view
            </Menu.Item>
            <Menu.Item
              leftSection={
                current.isDefault ? <IconStarOff size={14} aria-hidden /> : <IconStar size={14} aria-hidden />
              }
              onClick={() => onDefault(current)}
            >
              {current.isDefault ? 'Do not open with the view' : 'Open with the view'}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={14} aria-hidden />}
              color="var(--state-failed)"
              onClick={() => onAsk('delete')}
            >
              Delete the view
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </PopupMenu>
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  return <IconCheck size={14} aria-hidden visibility={isOn ? 'visible' : 'hidden'} />;
}

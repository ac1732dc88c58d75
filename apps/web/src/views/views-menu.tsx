'use client';

import { Button, Menu } from '@mantine/core';
import { formatSearch } from '@raydeck/core';
import type { SavedView } from '@raydeck/services';
import {
  IconBookmark,
  IconBookmarkPlus,
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconStar,
  IconStarOff,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useTaskParams } from '../tasks/use-task-params.ts';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { changeViewAction } from './actions.ts';
import { DeleteViewDialog } from './delete-view-dialog.tsx';
import { useViewColumns } from './use-view-columns.ts';
import { ViewDialog } from './view-dialog.tsx';
import { paramsOfView } from './view-params.ts';

type Asking = 'create' | 'rename' | 'delete' | null;

/** The person's own views: filters and columns under names, one of which the list may open with. */
export function ViewsMenu({ views }: { views: readonly SavedView[] }) {
  const { params, search, setParams, clear } = useTaskParams();
  const { columns } = usePreferences();
  const [asking, setAsking] = useState<Asking>(null);
  const current = views.find(({ id }) => id === params.view) ?? null;
  useViewColumns(current);
  const shown = { search: formatSearch(search), columns: [...columns] };
  const isChanged =
    current !== null && (current.search !== shown.search || String(current.columns) !== String(columns));
  const { run: change, pending } = useAction(changeViewAction, {
    done: ({ name, isDefault }) => (isDefault ? `The list opens with “${name}”.` : `“${name}” is saved.`),
  });
  const open = (view: SavedView) => void setParams(paramsOfView(view));
  return (
    <>
      <Menu position="bottom-start" width={260} withinPortal={false}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={14} aria-hidden />}
            loading={pending}
            aria-label={current ? `Views: ${current.name}${isChanged ? ', changed' : ''}` : 'Views'}
            maw={220}
          >
            {current ? visibleText(current.name) : 'Views'}
            {isChanged && ' *'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Item leftSection={<Mark isOn={current === null} />} onClick={clear}>
            All tasks
          </Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<Mark isOn={view.id === current?.id} />}
              rightSection={view.isDefault ? <IconStar size={13} aria-label="default" /> : null}
              onClick={() => open(view)}
              style={{ overflowWrap: 'anywhere' }}
            >
              {visibleText(view.name)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {current && isChanged && (
            <Menu.Item
              leftSection={<IconDeviceFloppy size={14} aria-hidden />}
              onClick={() => change({ id: current.id, ...shown })}
            >
              Save changes to the view
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconBookmarkPlus size={14} aria-hidden />} onClick={() => setAsking('create')}>
            Save as a new view
          </Menu.Item>
          {current && (
            <>
              <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setAsking('rename')}>
                Rename the view
              </Menu.Item>
              <Menu.Item
                leftSection={
                  current.isDefault ? <IconStarOff size={14} aria-hidden /> : <IconStar size={14} aria-hidden />
                }
                onClick={() => change({ id: current.id, isDefault: !current.isDefault })}
              >
                {current.isDefault ? 'Do not open with the view' : 'Open with the view'}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={14} aria-hidden />}
                color="red"
                onClick={() => setAsking('delete')}
              >
                Delete the view
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === 'create' && <ViewDialog view={null} shown={shown} onMade={open} onClose={() => setAsking(null)} />}
      {asking === 'rename' && current && (
        <ViewDialog view={current} shown={shown} onMade={open} onClose={() => setAsking(null)} />
      )}
      {asking === 'delete' && current && (
        <DeleteViewDialog
          view={current}
          onDeleted={() => void setParams({ view: null })}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  return <IconCheck size={14} aria-hidden visibility={isOn ? 'visible' : 'hidden'} />;
}

'use client';

import { Button } from '@mantine/core';
import { formatSearch } from '@raydeck/core';
import type { SavedView } from '@raydeck/services';
import { IconBookmark } from '@tabler/icons-react';
import { useState } from 'react';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useTaskParams } from '../tasks/use-task-params.ts';
import { late } from '../ui/late/late.tsx';
import { useMenuPopup } from '../ui/late/use-popup.ts';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { changeViewAction } from './actions.ts';
import { useViewColumns } from './use-view-columns.ts';
import { paramsOfView } from './view-params.ts';
import type { ViewAsk } from './view-items.tsx';

const DeleteViewDialog = late(async () => (await import('./delete-view-dialog.tsx')).DeleteViewDialog);
const ViewDialog = late(async () => (await import('./view-dialog.tsx')).ViewDialog);
const ViewItems = late(async () => (await import('./view-items.tsx')).ViewItems);

/** The person's own views: filters and columns under names, one of which the list may open with. */
export function ViewsMenu({ views }: { views: readonly SavedView[] }) {
  const { params, search, setParams, clear } = useTaskParams();
  const { columns } = usePreferences();
  const { popup, button } = useMenuPopup();
  const [asking, setAsking] = useState<ViewAsk | null>(null);
  const current = views.find(({ id }) => id === params.view) ?? null;
  useViewColumns(current);
  const shown = { search: formatSearch(search), columns: [...columns] };
  const isChanged =
    current !== null && (current.search !== shown.search || String(current.columns) !== String(columns));
  const { run: change, pending } = useAction(changeViewAction, {
    done: ({ name, isDefault }) => (isDefault ? `The list opens with “${name}”.` : `“${name}” is saved.`),
  });
  const open = (view: SavedView) => void setParams(paramsOfView(view));
  const close = () => setAsking(null);
  return (
    <>
      <Button
        {...button}
        variant="default"
        leftSection={<IconBookmark size={14} aria-hidden />}
        loading={pending}
        aria-label={current ? `Views: ${current.name}${isChanged ? ', changed' : ''}` : 'Views'}
        maw={220}
      >
        {current ? visibleText(current.name) : 'Views'}
        {isChanged && ' *'}
      </Button>
      <ViewItems
        {...popup}
        views={views}
        current={current}
        isChanged={isChanged}
        isAll={current === null && shown.search === ''}
        onAll={clear}
        onOpen={open}
        onAsk={setAsking}
        onSave={({ id }) => change({ id, ...shown })}
        onDefault={({ id, isDefault }) => change({ id, isDefault: !isDefault })}
      />
      {asking === 'create' && <ViewDialog opened view={null} shown={shown} onMade={open} onClose={close} />}
      {asking === 'rename' && current && (
        <ViewDialog opened view={current} shown={shown} onMade={open} onClose={close} />
      )}
      {asking === 'delete' && current && (
        <DeleteViewDialog opened view={current} onDeleted={() => void setParams({ view: null })} onClose={close} />
      )}
    </>
  );
}

'use client';

import { Checkbox, Stack, Text } from '@mantine/core';
import { chosenColumns } from '../preferences/columns.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { PopupBox } from '../ui/late/popup-box.tsx';
import type { Popup } from '../ui/late/use-popup.ts';
import { columnWords } from './task-columns.tsx';

/** Which columns the list shows. */
export function ColumnBox(popup: Popup) {
  const { columns, change } = usePreferences();
  return (
    <PopupBox {...popup}>
      <Stack gap={6} role="group" aria-label="Columns">
        {chosenColumns.map((name) => (
          <Checkbox
            key={name}
            size="xs"
            label={columnWords[name]}
            checked={columns.includes(name)}
            onChange={(event) => {
              const isChosen = event.currentTarget.checked;
              // In their own order, not in that of being chosen.
              change({ columns: chosenColumns.filter((one) => (one === name ? isChosen : columns.includes(one))) });
            }}
          />
        ))}
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          They show on a wider screen.
        </Text>
      </Stack>
    </PopupBox>
  );
}

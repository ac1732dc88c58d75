'use client';

import { Combobox, type ComboboxStore, Text } from '@mantine/core';
import type { RefObject } from 'react';
import { Anchor } from '../ui/late/anchor.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { Completion } from './completions.ts';

interface Props {
  store: ComboboxStore;
  opened: boolean;
  /** The field that they stand below. */
  target: RefObject<HTMLInputElement | null>;
  label: string;
  items: readonly Completion[];
  onTake: (insert: string) => void;
}

/** What may stand at the caret of the filter bar. */
export function FilterOptions({ store, opened, target, label, items, onTake }: Props) {
  return (
    <Combobox
      store={{ ...store, dropdownOpened: opened }}
      onOptionSubmit={onTake}
      position="bottom-start"
      width={420}
      shadow="md"
      offset={4}
    >
      <Combobox.DropdownTarget>
        <Anchor to={target} />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={items.length === 0}>
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label}>
          {items.map(({ insert, label: shown, note }) => (
            <Combobox.Option key={insert} value={insert}>
              <Text span size="sm" ff="monospace" fw={500}>
                {visibleText(shown)}
              </Text>
              {note !== '' && (
                <Text span size="xs" c="dimmed" ml={8}>
                  {note}
                </Text>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

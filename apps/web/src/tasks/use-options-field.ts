'use client';

import type { ComboboxStore } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';

/** What `Combobox.Target` does for its field, for one whose options are loaded later: keys, and words for a screen reader. */
export function useOptionsField(store: ComboboxStore) {
  const [active, setActive] = useState<string | null>(null);
  const { dropdownOpened: opened, listId } = store;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (opened) return setActive(event.key === 'ArrowDown' ? store.selectNextOption() : store.selectPreviousOption());
      store.openDropdown('keyboard');
      setActive(store.selectActiveOption());
      store.updateSelectedOptionIndex('selected', { scrollIntoView: true });
    }
    if (event.key === 'Enter' && opened && store.getSelectedOptionIndex() >= 0) {
      event.preventDefault();
      store.clickSelectedOption();
    }
    if (event.key === 'Escape') store.closeDropdown('keyboard');
  };
  return {
    onKeyDown,
    autoComplete: 'off',
    'aria-haspopup': 'listbox',
    'aria-controls': opened && listId ? listId : undefined,
    'aria-activedescendant': (opened && active) || undefined,
    'data-expanded': opened || undefined,
    // An open list takes the Escape that would close a dialog around it.
    'data-mantine-stop-propagation': opened || undefined,
  } as const;
}

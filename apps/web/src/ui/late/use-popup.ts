'use client';

import { type RefObject, useId, useRef, useState } from 'react';

/** What a late menu or popover has to know of the button that it belongs to. */
export interface Popup {
  id: string;
  target: RefObject<HTMLButtonElement | null>;
  opened: boolean;
  onChange: (opened: boolean) => void;
}

/** A button and what it opens, apart from each other, so that the one shows before the other is loaded. */
export function usePopup() {
  const target = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [opened, onChange] = useState(false);
  const popup: Popup = { id, target, opened, onChange };
  const button = { ref: target, onClick: () => onChange(!opened) };
  return { popup, button };
}

/** The same for a menu, with what its button tells a screen reader; the names are those that Mantine gives. */
export function useMenuPopup() {
  const { popup, button } = usePopup();
  const { id, opened } = popup;
  const words = {
    id,
    'aria-haspopup': 'menu',
    'aria-expanded': opened,
    'aria-controls': opened ? `${id}-dropdown` : undefined,
    'data-expanded': opened || undefined,
  } as const;
  return { popup, button: { ...button, ...words } };
}

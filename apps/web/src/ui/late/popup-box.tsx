'use client';

import { Popover, type PopoverProps } from '@mantine/core';
import { Anchor } from './anchor.tsx';
import type { Popup } from './use-popup.ts';

/** Mantine's popover at a button that stands elsewhere, with something to set in it. */
export function PopupBox({ target, children, ...rest }: Popup & Omit<PopoverProps, keyof Popup>) {
  return (
    <Popover position="bottom-end" shadow="md" withinPortal={false} withRoles={false} trapFocus {...rest}>
      <Popover.Target>
        <Anchor to={target} />
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  );
}

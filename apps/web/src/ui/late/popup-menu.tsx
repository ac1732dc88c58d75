'use client';

import { Menu, type MenuProps } from '@mantine/core';
import { Anchor } from './anchor.tsx';
import type { Popup } from './use-popup.ts';

/** Mantine's menu at a button that stands elsewhere; its children are the dropdown. */
export function PopupMenu({ target, children, ...rest }: Popup & Omit<MenuProps, keyof Popup>) {
  return (
    <Menu {...rest}>
      <Menu.Target>
        <Anchor to={target} />
      </Menu.Target>
      {children}
    </Menu>
  );
}

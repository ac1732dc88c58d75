'use client';

import { type MantineColorScheme, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { PopupMenu } from '../ui/late/popup-menu.tsx';
import type { Popup } from '../ui/late/use-popup.ts';
import { schemes } from './schemes.ts';

interface Props extends Popup {
  chosen: MantineColorScheme;
  onChoose: (scheme: MantineColorScheme) => void;
}

const order = ['light', 'dark', 'auto'] as const;

export function SchemeItems({ chosen, onChoose, ...popup }: Props) {
  return (
    <PopupMenu {...popup} position="bottom-end" width={170}>
      <Menu.Dropdown>
        {order.map((scheme) => {
          const { label, icon: Icon } = schemes[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={15} aria-hidden />}
              rightSection={scheme === chosen ? <IconCheck size={14} aria-label="chosen" /> : null}
              onClick={() => onChoose(scheme)}
            >
              {label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </PopupMenu>
  );
}

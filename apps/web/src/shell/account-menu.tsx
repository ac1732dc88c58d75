'use client';

import { ActionIcon } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { late } from '../ui/late/late.tsx';
import { useMenuPopup } from '../ui/late/use-popup.ts';
import type { ShellPerson } from './shell.tsx';

const AccountItems = late(async () => (await import('./account-items.tsx')).AccountItems);

export function AccountMenu({ person }: { person: ShellPerson }) {
  const { popup, button } = useMenuPopup();
  return (
    <>
      <ActionIcon {...button} aria-label={`Account of ${person.name}`} size="lg">
        <IconUserCircle size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
      <AccountItems {...popup} person={person} />
    </>
  );
}

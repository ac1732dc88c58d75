'use client';

import { Menu, Text } from '@mantine/core';
import { IconApi, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { PopupMenu } from '../ui/late/popup-menu.tsx';
import type { Popup } from '../ui/late/use-popup.ts';
import { Link } from '../ui/link.tsx';
import type { ShellPerson } from './shell.tsx';

/** Loaded when it is wanted: no page needs it before. */
async function leave(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}

export function AccountItems({ person, ...popup }: Popup & { person: ShellPerson }) {
  return (
    <PopupMenu {...popup} position="bottom-end" width={220}>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {person.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {person.email} · {person.role}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={15} aria-hidden />}>
          Your account
        </Menu.Item>
        <Menu.Item component={Link} href="/api-docs" leftSection={<IconApi size={15} aria-hidden />}>
          REST API
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </PopupMenu>
  );
}

'use client';

import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Role } from '@raydeck/core';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { KeysProvider } from '../keys/keys-provider.tsx';
import { LiveProvider } from '../live/live-provider.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { FindBox } from './find-box.tsx';
import { FrameKeys } from './frame-keys.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { Navigation } from './navigation.tsx';
import { PendingBar } from './pending-bar.tsx';
import classes from './shell.module.css';
import { ThemeToggle } from './theme-toggle.tsx';

export interface ShellPerson {
  name: string;
  email: string;
  role: Role;
}

/** The frame around every page of a signed-in person. */
export function Shell({ person, children }: { person: ShellPerson; children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const pathname = usePathname();
  useEffect(close, [pathname, close]);
  return (
    <LiveProvider>
      <KeysProvider>
        <PendingBar />
        <FrameKeys role={person.role} />
        <a href="#main" className={classes['skip']}>
          Skip to content
        </a>
        <AppShell
          layout="alt"
          header={{ height: 48 }}
          navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        >
          <AppShell.Header className={classes['header']}>
            <Group gap="xs" wrap="nowrap" h="100%" px={{ base: 'sm', sm: 'lg' }}>
              <Burger
                opened={opened}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={opened ? 'Close navigation' : 'Open navigation'}
              />
              <FindBox />
              <Group gap={4} wrap="nowrap" ml="auto">
                <LiveIndicator />
                <ThemeToggle />
                <AccountMenu person={person} />
              </Group>
            </Group>
          </AppShell.Header>
          <AppShell.Navbar className={classes['navbar']} aria-label="Main">
            <Group h={48} px="md" justify="space-between" wrap="nowrap">
              <Brand />
              <Burger opened onClick={close} hiddenFrom="sm" size="sm" aria-label="Close navigation" />
            </Group>
            <Navigation role={person.role} />
          </AppShell.Navbar>
          <AppShell.Main id="main" tabIndex={-1} className={classes['main']}>
            {children}
          </AppShell.Main>
        </AppShell>
      </KeysProvider>
    </LiveProvider>
  );
}

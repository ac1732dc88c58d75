'use client';

import { NavLink, ScrollArea, Stack } from '@mantine/core';
import type { Role } from '@raydeck/core';
import { IconCpu, IconLayoutDashboard, IconListDetails, IconServer2, IconStack2, IconUsers } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { usePathname } from 'next/navigation';
import classes from './shell.module.css';

const places = [
  { href: '/', label: 'Overview', icon: IconLayoutDashboard },
  { href: '/tasks', label: 'Tasks', icon: IconListDetails },
  { href: '/queues', label: 'Queues', icon: IconStack2 },
  { href: '/workers', label: 'Workers', icon: IconCpu },
  { href: '/cluster', label: 'Cluster', icon: IconServer2 },
  { href: '/users', label: 'Users', icon: IconUsers, role: 'ADMIN' },
] as const;

export function Navigation({ role }: { role: Role }) {
  const pathname = usePathname();
  const shown = places.filter((place) => !('role' in place) || place.role === role);
  return (
    <ScrollArea px="xs" type="scroll">
      <Stack gap={2} component="nav" aria-label="Pages">
        {shown.map(({ href, label, icon: Icon }) => {
          const active = href === '/' ? pathname === '/' : pathname.startsWith(href);
          return (
            <NavLink
              key={href}
              component={Link}
              href={href}
              label={label}
              active={active}
              aria-current={active ? 'page' : undefined}
              leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
              className={classes['link']}
            />
          );
        })}
      </Stack>
    </ScrollArea>
  );
}

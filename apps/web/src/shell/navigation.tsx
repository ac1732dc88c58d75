'use client';

import { NavLink, ScrollArea, Stack } from '@mantine/core';
import type { Role } from '@raydeck/core';
import { Link } from '../ui/link.tsx';
import { usePathname } from 'next/navigation';
import { places } from './places.ts';
import classes from './shell.module.css';

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

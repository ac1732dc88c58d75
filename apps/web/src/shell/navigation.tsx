'use client';

import { NavLink, Stack } from '@mantine/core';
import type { Role } from '@raydeck/core';
import { Link } from '../ui/link.tsx';
import { usePathname } from 'next/navigation';
import { places } from './places.ts';
import classes from './shell.module.css';

export function Navigation({ role }: { role: Role }) {
  const pathname = usePathname();
  const shown = places.filter((place) => !('role' in place) || place.role === role);
  return (
    <Stack gap={2} px="xs" component="nav" aria-label="Pages" className={classes['pages']}>
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
  );
}

'use client';

import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from './link.tsx';

type Props = ButtonProps & { href: string } & Pick<ComponentProps<typeof Link>, 'onNavigate'>;

/** A link that looks like a button; server components cannot hand `Link` over themselves. */
export function LinkButton({ href, ...rest }: Props) {
  return <Button component={Link} href={href} {...rest} />;
}

'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { Link } from './link.tsx';

/** A link that looks like a button; server components cannot hand `Link` over themselves. */
export function LinkButton({ href, ...rest }: ButtonProps & { href: string }) {
  return <Button component={Link} href={href} {...rest} />;
}

'use client';

import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** A link that loads its page when it is followed: pages answer in milliseconds, and prefetching a list's links is a storm. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}

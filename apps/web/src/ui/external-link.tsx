import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';

/** A way out of the console, in a new tab; addresses come from the settings, where http and https alone pass. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer noopener" size="sm">
      {children} ↗
    </Anchor>
  );
}

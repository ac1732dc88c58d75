import { getControl } from '@raydeck/services';
import type { ReactNode } from 'react';
import { contextOf } from '../../server/container.ts';
import { requirePrincipal } from '../../server/principal.ts';
import { PauseBanner } from '../../shell/pause-banner.tsx';
import { Shell } from '../../shell/shell.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal();
  const { name, role, id } = principal;
  const control = await getControl(contextOf(principal));
  return (
    <Shell person={{ name, role, email: id.replace(/^user:/, '') }}>
      <PauseBanner control={control} />
      {children}
    </Shell>
  );
}

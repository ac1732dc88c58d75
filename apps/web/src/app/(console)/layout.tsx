import type { ReactNode } from 'react';
import { requirePrincipal } from '../../server/principal.ts';
import { Shell } from '../../shell/shell.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, role, id } = await requirePrincipal();
  return <Shell person={{ name, role, email: id.replace(/^user:/, '') }}>{children}</Shell>;
}

'use client';

import type { ReactNode } from 'react';
import { OnceDialog } from '../ui/once-dialog.tsx';

/** The address of a one-time link. The token stands behind the #, which browsers send to nobody. */
export function LinkDialog({ token, onClose, children }: { token: string; onClose: () => void; children: ReactNode }) {
  const text = `${window.location.origin}/welcome#${token}`;
  return (
    <OnceDialog title="The link" text={text} copy="Copy link" onClose={onClose}>
      {children}
    </OnceDialog>
  );
}

'use client';

import { useSyncExternalStore } from 'react';
import { late } from './late/late.tsx';
import { askedForToasts } from './show-toast.ts';

const ToastBox = late(async () => (await import('./toast-box.tsx')).ToastBox);

/** Where toasts appear. */
export function Toasts() {
  const opened = useSyncExternalStore(askedForToasts.subscribe, askedForToasts.get, () => false);
  return <ToastBox opened={opened} />;
}

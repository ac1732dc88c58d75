'use client';

import type { Role } from '@raydeck/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { late } from '../ui/late/late.tsx';
import { places } from './places.ts';

// Most visits need neither.
const Palette = late(async () => (await import('./palette.tsx')).Palette);
const KeysHelp = late(async () => (await import('../keys/keys-help.tsx')).KeysHelp);

/** The keys that every page has. */
export function FrameKeys({ role }: { role: Role }) {
  const router = useRouter();
  const [helps, setHelps] = useState(false);
  const [asked, setAsked] = useState(0);
  const shown = places.filter((place) => !('role' in place) || place.role === role);
  useKeys([
    { keys: '$mod+k', label: 'Command palette', run: () => setAsked((before) => before + 1) },
    { keys: '[Shift]+?', label: 'These keys', run: () => setHelps(true) },
    ...shown.map(({ key, label, href }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      run: () => router.push(href),
    })),
  ]);
  return (
    <>
      <Palette opened={asked > 0} asked={asked} role={role} onHelp={() => setHelps(true)} />
      <KeysHelp opened={helps} onClose={() => setHelps(false)} />
    </>
  );
}

'use client';

import type { Role } from '@raydeck/core';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { places } from './places.ts';

// Loaded at their first use: most visits need neither.
const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette));
const KeysHelp = dynamic(() => import('../keys/keys-help.tsx').then((module) => module.KeysHelp));

/** The keys that every page has. */
export function FrameKeys({ role }: { role: Role }) {
  const router = useRouter();
  const [helps, setHelps] = useState<boolean | null>(null);
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
      {asked > 0 && <Palette role={role} onHelp={() => setHelps(true)} asked={asked} />}
      {helps !== null && <KeysHelp opened={helps} onClose={() => setHelps(false)} />}
    </>
  );
}

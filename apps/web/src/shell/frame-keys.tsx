'use client';

import type { Role } from '@raydeck/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeysHelp } from '../keys/keys-help.tsx';
import { useKeys } from '../keys/keys-provider.tsx';
import { Palette } from './palette.tsx';
import { places } from './places.ts';

/** The keys that every page has. */
export function FrameKeys({ role }: { role: Role }) {
  const router = useRouter();
  const [helps, setHelps] = useState(false);
  const shown = places.filter((place) => !('role' in place) || place.role === role);
  useKeys([
    { keys: '[Shift]+?', label: 'These keys', run: () => setHelps(true) },
    ...shown.map(({ key, label, href }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      run: () => router.push(href),
    })),
  ]);
  return (
    <>
      <Palette role={role} onHelp={() => setHelps(true)} />
      <KeysHelp opened={helps} onClose={() => setHelps(false)} />
    </>
  );
}

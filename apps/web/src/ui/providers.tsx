'use client';

import { MantineProvider } from '@mantine/core';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useEffect } from 'react';
import type { Preferences } from '../preferences/preferences.ts';
import { PreferencesProvider } from '../preferences/preferences-provider.tsx';
import { Clock } from './clock.tsx';
import { watchForTouch } from './late/when-touched.ts';
import { cssVariables, theme } from './theme.ts';
import { Toasts } from './toasts.tsx';

interface Props {
  nonce: string;
  now: number;
  preferences: Preferences;
  preferencesCookie: string;
  children: ReactNode;
}

export function Providers({ nonce, now, preferences, preferencesCookie, children }: Props) {
  useEffect(watchForTouch, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Toasts />
      <NuqsAdapter>
        <PreferencesProvider initial={preferences} cookie={preferencesCookie}>
          <Clock serverNow={now}>{children}</Clock>
        </PreferencesProvider>
      </NuqsAdapter>
    </MantineProvider>
  );
}

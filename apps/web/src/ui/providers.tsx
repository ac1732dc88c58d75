'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import type { Preferences } from '../preferences/preferences.ts';
import { PreferencesProvider } from '../preferences/preferences-provider.tsx';
import { Clock } from './clock.tsx';
import { cssVariables, theme } from './theme.ts';

interface Props {
  nonce: string;
  now: number;
  preferences: Preferences;
  preferencesCookie: string;
  children: ReactNode;
}

export function Providers({ nonce, now, preferences, preferencesCookie, children }: Props) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" limit={4} />
      <NuqsAdapter>
        <PreferencesProvider initial={preferences} cookie={preferencesCookie}>
          <Clock serverNow={now}>{children}</Clock>
        </PreferencesProvider>
      </NuqsAdapter>
    </MantineProvider>
  );
}

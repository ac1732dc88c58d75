'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { Clock } from './clock.tsx';
import { cssVariables, theme } from './theme.ts';

export function Providers({ nonce, now, children }: { nonce: string; now: number; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" limit={4} />
      <NuqsAdapter>
        <Clock serverNow={now}>{children}</Clock>
      </NuqsAdapter>
    </MantineProvider>
  );
}

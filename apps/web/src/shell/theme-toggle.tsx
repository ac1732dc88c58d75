'use client';

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { useIsInBrowser } from '../ui/clock.tsx';
import { late } from '../ui/late/late.tsx';
import { useMenuPopup } from '../ui/late/use-popup.ts';
import { schemes } from './schemes.ts';

const SchemeItems = late(async () => (await import('./scheme-items.tsx')).SchemeItems);

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { popup, button } = useMenuPopup();
  const inBrowser = useIsInBrowser();
  const chosen = inBrowser ? colorScheme : 'auto';
  const { icon: Icon } = schemes[chosen];
  return (
    <>
      <ActionIcon {...button} aria-label="Theme" size="lg">
        <Icon size={17} stroke={1.7} aria-hidden />
      </ActionIcon>
      <SchemeItems {...popup} chosen={chosen} onChoose={setColorScheme} />
    </>
  );
}

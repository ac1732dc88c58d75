'use client';

import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { useMergedRef, useWindowEvent } from '@mantine/hooks';
import { type ComponentProps, type PointerEvent, useEffect, useRef, useState } from 'react';
import { late } from './late.tsx';

const TipBubble = late(async () => (await import('./tip-bubble.tsx')).TipBubble);

type Props = ActionIconProps & Omit<ComponentProps<'button'>, keyof ActionIconProps> & { label: string };

/** An icon to press, which says under the pointer what it does. */
export function TipIcon({ label, ref, ...rest }: Props) {
  const { target, opened, events } = useTip();
  return (
    <>
      <ActionIcon size="lg" aria-label={label} {...rest} {...events} ref={useMergedRef(target, ref)} />
      <TipBubble target={target} opened={opened} label={label} />
    </>
  );
}

const openDelayMs = 250;

function useTip() {
  const target = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const timer = useRef<number>(undefined);
  const close = () => {
    window.clearTimeout(timer.current);
    setOpened(false);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useWindowEvent('keydown', ({ key }) => key === 'Escape' && close());
  const events = {
    // A finger does not hover.
    onPointerEnter: ({ pointerType }: PointerEvent) => {
      if (pointerType === 'mouse') timer.current = window.setTimeout(() => setOpened(true), openDelayMs);
    },
    onPointerLeave: close,
  };
  return { target, opened, events };
}

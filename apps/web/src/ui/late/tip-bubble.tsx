'use client';

import { Tooltip } from '@mantine/core';
import type { RefObject } from 'react';

interface Props {
  target: RefObject<HTMLElement | null>;
  opened: boolean;
  label: string;
}

/** Mantine's tooltip at an element that stands elsewhere. */
export function TipBubble({ target, opened, label }: Props) {
  return <Tooltip target={target} opened={opened} label={label} multiline maw={240} />;
}

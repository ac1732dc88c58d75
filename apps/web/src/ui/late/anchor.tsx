import { type Ref, type RefObject, useImperativeHandle } from 'react';

/** Stands for an element that is elsewhere: what Mantine lets float beside its target floats beside that one. */
export function Anchor({ ref, to }: { ref?: Ref<HTMLElement | null>; to: RefObject<HTMLElement | null> }) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => to.current, [to]);
  return null;
}

'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { showToast } from '../show-toast.ts';
import { whenTouched } from './when-touched.ts';

/**
 * A component that is loaded when it opens first, or at the first sign of a person at the page, whichever comes sooner:
 * what shows at first need not wait for it. Where it cannot be loaded, a toast says so, and the next opening tries again.
 */
export function late<P extends { opened: boolean }>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  whenTouched(load);
  return function Late(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(null);
    const [isThere, setIsThere] = useState(false);
    const { opened } = props;
    useEffect(() => {
      if (!opened || Part) return;
      let isOver = false;
      load().then(
        (part) => !isOver && setPart(() => part),
        () => !isOver && showToast({ color: 'red', title: 'No answer', message: 'The console did not answer.' }),
      );
      return () => {
        isOver = true;
      };
    }, [opened, Part]);
    // Mantine moves the focus, and places what floats, when it sees something open: not when it is open as it comes.
    // oxlint-disable-next-line react/set-state-in-effect -- the closed part must have been there for one pass
    useEffect(() => setIsThere(Part !== null), [Part]);
    return Part && <Part {...props} opened={opened && isThere} />;
  };
}

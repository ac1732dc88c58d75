'use client';

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';

const ServerNow = createContext({ atRender: 0, offset: 0 });

/** The server's clock for the whole page: what it renders first is what the browser renders first, whatever its own clock says. */
export function Clock({ serverNow, children }: { serverNow: number; children: ReactNode }) {
  const [clock] = useState(() => ({ atRender: serverNow, offset: serverNow - arrivedAt() }));
  return <ServerNow value={clock}>{children}</ServerNow>;
}

/** When the answer that brought the server's time came in, by the browser's clock: its scripts may run seconds later. */
function arrivedAt(): number {
  const navigation = performance.getEntriesByType('navigation')[0];
  if (!navigation || !('responseStart' in navigation)) return Date.now();
  // By how long ago it was: `performance.timeOrigin` goes its own way when the clock is set or the machine sleeps.
  return Date.now() - (performance.now() - Number(navigation.responseStart));
}

/** The server's time in milliseconds, in steps: a component renders again once a step and not more often. */
export function useNow(stepMs = 5_000): number {
  const { atRender, offset } = useContext(ServerNow);
  const floor = (time: number) => Math.floor(time / stepMs) * stepMs;
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, Math.min(stepMs, 1_000));
      return () => clearInterval(timer);
    },
    () => floor(Date.now() + offset),
    () => floor(atRender),
  );
}

const never = () => () => {};

/** False while the server's markup is being taken over, then true: for what only the browser knows, such as its time zone. */
export function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

import { tinykeys } from 'tinykeys';
import { isForKeys } from './is-for-keys.ts';

/** One thing that a key does, or one after the other: `g t`. */
export interface KeyBinding {
  keys: string;
  label: string;
  run: () => void;
}

/**
 * All keys of the console in one map, so that `g c` is not also `c`; what was added last comes first. What is added counts at
 * once: the next key may be pressed before React has rendered what came of the last.
 */
export function createKeyMap() {
  let groups: readonly (readonly KeyBinding[])[] = [];
  let bindings: readonly KeyBinding[] = [];
  let unbind = (): void => {};
  const listeners = new Set<() => void>();
  const change = (next: typeof groups): void => {
    groups = next;
    bindings = groups.flat();
    unbind();
    unbind = tinykeys(window, handlersOf(bindings), { ignore: (event) => !isForKeys(event) });
    for (const listener of listeners) listener();
  };
  return {
    /** Returns the way to take them back. */
    add: (more: readonly KeyBinding[]) => {
      change([more, ...groups]);
      return () => change(groups.filter((group) => group !== more));
    },
    get: () => bindings,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export type KeyMap = ReturnType<typeof createKeyMap>;

/** The first that fits runs: sequences stand before the single keys that they end with. */
function handlersOf(bindings: readonly KeyBinding[]): Record<string, (event: KeyboardEvent) => void> {
  const byLength = bindings.toSorted((left, right) => right.keys.split(' ').length - left.keys.split(' ').length);
  const handlers: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { keys, run } of byLength) {
    handlers[keys] ??= (event) => {
      event.preventDefault();
      run();
    };
  }
  return handlers;
}

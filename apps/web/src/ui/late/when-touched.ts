const signs = ['pointermove', 'pointerdown', 'keydown'] as const;

let isTouched = false;
const waiting = new Set<() => Promise<unknown>>();

/** Loads something at the first sign of a person at the page. What fails is loaded again when it is wanted. */
export function whenTouched(load: () => Promise<unknown>): void {
  if (isTouched) start(load);
  else waiting.add(load);
}

/** Waits for the first sign of a person. Returns the way to stop. */
export function watchForTouch(): () => void {
  const onSign = () => {
    stop();
    isTouched = true;
    for (const load of waiting) start(load);
    waiting.clear();
  };
  const stop = () => {
    for (const sign of signs) window.removeEventListener(sign, onSign, true);
  };
  if (!isTouched) for (const sign of signs) window.addEventListener(sign, onSign, { capture: true, passive: true });
  return stop;
}

/** When there is nothing better to do: what the person did comes first. */
function start(load: () => Promise<unknown>): void {
  // Safari has no idle time to tell of.
  const whenIdle = typeof requestIdleCallback === 'function' ? requestIdleCallback : setTimeout;
  whenIdle(() => void load().catch(() => {}));
}

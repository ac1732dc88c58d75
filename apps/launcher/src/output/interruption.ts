import { Interrupted } from './interrupted.ts';

export interface Interruption extends Disposable {
  signal: AbortSignal;
  /** For a failure that must end what runs beside it. */
  abort: (reason: unknown) => void;
}

/** Turns Ctrl-C and its relatives into an abort, so that whoever started something can end it first. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Interrupted());
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    [Symbol.dispose]: () => {
      for (const name of signals) process.off(name, interrupt);
    },
  };
}

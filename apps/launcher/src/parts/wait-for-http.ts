import { setTimeout as delay } from 'node:timers/promises';
import { MachineError, readLastWords, stopProcessTree, type DetachedProcess } from '@raydeck/embedded';

export interface WaitOptions {
  /** What is waited for, as it begins a sentence: "The worker". */
  subject: string;
  process: DetachedProcess;
  logFile: string;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Waits until an address answers 2xx. When it never does, the process is ended and its last words are reported. */
export async function waitForHttp(
  url: string,
  { subject, process, logFile, timeoutMs, signal }: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  try {
    // What answers while ours has ended is somebody else's.
    while (!(await answers(url)) || process.hasExited()) {
      signal.throwIfAborted();
      if (process.hasExited())
        throw new MachineError(`${subject} ended at once: ${readLastWords(logFile)}`, `Read ${logFile}.`);
      if (Date.now() > deadline)
        throw new MachineError(`${subject} did not become ready: ${readLastWords(logFile)}`, `Read ${logFile}.`);
      await delay(100);
    }
  } catch (error) {
    await stopProcessTree({ root: process.identity });
    throw error;
  }
}

/** Whether a GET is answered with success within the time. */
export async function answers(url: string, timeoutMs = 2_000): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

import { RaydeckError } from '@raydeck/core';

/** Open streams for one caller in one process. */
export const streamsPerCaller = 20;

/** Routes may each have this module of their own; the process has one count. */
const shared: { raydeckStreams?: Map<string, number> } & typeof globalThis = globalThis;
shared.raydeckStreams ??= new Map<string, number>();
const open = shared.raydeckStreams;

/** Of all callers together. */
export function openStreams(): number {
  return [...open.values()].reduce((sum, count) => sum + count, 0);
}

/** Takes a place among the caller's open streams; returns the way to give it back, once. Throws CONFLICT when all are taken. */
export function takeStreamPlace(callerId: string): () => void {
  const taken = open.get(callerId) ?? 0;
  if (taken >= streamsPerCaller) {
    throw new RaydeckError('CONFLICT', `This caller has ${streamsPerCaller} open streams. Close one first.`);
  }
  open.set(callerId, taken + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (open.get(callerId) ?? 1) - 1;
    if (left > 0) open.set(callerId, left);
    else open.delete(callerId);
  };
}

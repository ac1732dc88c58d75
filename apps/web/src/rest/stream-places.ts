import { RaydeckError } from '@raydeck/core';

/** Open streams for one caller in one process. */
export const streamsPerCaller = 20;

const open = new Map<string, number>();

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

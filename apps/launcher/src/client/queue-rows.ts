import type { BoundedCount, Queue } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import type { Cell } from './table.ts';

/** The columns of a list of queues, the same in the `raydeck` command of the Python package. */
export const QUEUE_HEADINGS = ['QUEUE', 'QUEUED', 'DUE', 'RUNNING', 'PARKED', 'LIMIT', 'PAUSED'];

export function queueRow(queue: Queue): Cell[] {
  const { queued, due, running, parked, concurrencyLimit, paused, pausedReason } = queue;
  return [
    plainText(queue.name),
    ...[queued, due, running, parked].map(countText),
    concurrencyLimit === null ? '-' : String(concurrencyLimit),
    paused ? { text: oneLine(`paused: ${pausedReason ?? ''}`), style: 'yellow' } : '',
  ];
}

/** `12`, or `10000+` where counting stopped. */
export function countText({ count, isCapped }: BoundedCount): string {
  return isCapped ? `${count}+` : String(count);
}

export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

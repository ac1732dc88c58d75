import type { BoundedCount, Queue } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import type { Cell } from './table.ts';

/** The columns of a list of queues, the same in the `raydeck` command of the Python package. */
export const QUEUE_HEADINGS = ['NAME', 'STATE', 'QUEUED', 'DUE', 'RUNNING', 'LIMIT', 'RATE'];

export function queueRow(queue: Queue): Cell[] {
  return [
    plainText(queue.name),
    queueState(queue),
    countText(queue.queued),
    countText(queue.due),
    countText(queue.running),
    String(queue.concurrencyLimit ?? '-'),
    rateText(queue) || '-',
  ];
}

export function queueState({ paused }: Queue): Cell {
  return paused ? { text: 'paused', style: 'yellow' } : { text: 'open', style: 'green' };
}

/** `12`, or `10000+` where counting stopped. */
export function countText({ count, isCapped }: BoundedCount): string {
  return isCapped ? `${count}+` : String(count);
}

/** `100/60`: so many tasks in so many seconds; empty without a rate. */
export function rateText({ rate }: Queue): string {
  return rate ? `${rate.tasks}/${rate.seconds}` : '';
}

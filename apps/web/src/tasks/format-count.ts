import type { BoundedCount } from '@raydeck/services';

/** "1,204", or "10,000+" where counting stopped. */
export function formatCount({ count, isCapped }: BoundedCount): string {
  return `${count.toLocaleString('en-US')}${isCapped ? '+' : ''}`;
}

import type { QueueSummary } from '@raydeck/services';

type Limited = Pick<QueueSummary, 'concurrencyLimit' | 'keyLimit' | 'rate' | 'maxPending' | 'live'>;

/** "4 / 10", "2 per key", "100 per 60 s", "5 pending": a line for each limit; places alone when only the limit over all holds. */
export function limitLines({ concurrencyLimit, keyLimit, rate, maxPending, live }: Limited): string[] {
  const number = (value: number) => value.toLocaleString('en-US');
  const lines = [
    concurrencyLimit !== null && `${number(live ?? 0)} / ${number(concurrencyLimit)}`,
    keyLimit !== null && `${number(keyLimit)} per key`,
    rate !== null && `${number(rate.tasks)} per ${number(rate.seconds)} s`,
    maxPending !== null && `${number(maxPending)} pending`,
  ].filter((line) => line !== false);
  return lines.length === 0 && live !== null ? [`${number(live)} held`] : lines;
}

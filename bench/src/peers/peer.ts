import type { CpuSeconds } from '../cpu-time.ts';
import { quantile } from '../measure.ts';

/** What the JSON says of each of the two. */
export interface Peer {
  /** Of a drain; the median of the runs, as the next. */
  tasksPerSecond: number;
  cpuMsPerTask: CpuSeconds;
  /** At the steady rate, from before the call to the end of the task. */
  latenciesMs: { p50: number; p95: number; p99: number };
  memoryMb: Record<string, number>;
}

export interface Drained {
  rate: number;
  /** CPU milliseconds a task, also of parts that have nothing to do with it. */
  cost: CpuSeconds;
}

/** Sums up what was measured; `parts` are the processes that count. */
export function summarise(
  parts: readonly string[],
  measured: { drains: readonly Drained[]; latencies: readonly number[]; memory: Record<string, number> },
): Peer {
  const { drains, latencies, memory } = measured;
  const ofParts = (value: (part: string) => number) => Object.fromEntries(parts.map((part) => [part, value(part)]));
  const median = (values: readonly number[]) => quantile(values, 0.5);
  return {
    tasksPerSecond: median(drains.map(({ rate }) => rate)),
    cpuMsPerTask: ofParts((part) => median(drains.map(({ cost }) => cost[part] ?? 0))),
    latenciesMs: { p50: median(latencies), p95: quantile(latencies, 0.95), p99: quantile(latencies, 0.99) },
    memoryMb: ofParts((part) => memory[part] ?? 0),
  };
}

import { servesQueue } from '@raydeck/core';
import type { ClusterModel } from '@raydeck/db';
import type { Control, OverviewBucket, QueueSummary, WorkerSummary } from '@raydeck/services';

/** Something that keeps tasks from running, with its cause and where to act. */
export interface Finding {
  key: string;
  severity: 'error' | 'warning' | 'note';
  title: string;
  detail: string;
  /** When it began, as far as known. */
  since: Date | null;
  href: string;
}

interface Facts {
  workers: readonly WorkerSummary[];
  clusters: readonly ClusterModel[];
  queues: readonly QueueSummary[];
  control: Pick<Control, 'paused' | 'pausedBy' | 'pausedReason' | 'pausedAt'>;
  /** What came and what ended over the last minutes; null where nobody counts it. */
  flow: { enqueued: number; finished: number; minutes: number } | null;
  now: number;
}

/** A task that is due should be claimed within a poll or two. */
const slowMs = 30_000;

/** All that is wrong now, the worst first; empty when nothing is. */
export function findingsOf(facts: Facts): Finding[] {
  const live = facts.workers.filter((worker) => worker.isLive);
  const findings = [
    ...pauseOverAll(facts),
    ...withoutWorkers(facts, live),
    ...unreachableClusters(facts, live),
    ...drainedClusters(facts, live),
    ...facts.queues.flatMap((queue) => ofQueue(queue, live, facts.now)),
    ...growingBacklog(facts),
  ];
  const order = { error: 0, warning: 1, note: 2 };
  return findings.toSorted((left, right) => order[left.severity] - order[right.severity]);
}

function pauseOverAll({ control: { paused, pausedBy, pausedReason, pausedAt } }: Facts): Finding[] {
  if (!paused) return [];
  const detail = `By ${pausedBy ?? 'somebody'}: ${pausedReason ?? 'no reason is known'}. Nothing starts until they go on.`;
  const title = 'All queues are paused';
  return [{ key: 'paused', severity: 'warning', title, detail, since: pausedAt, href: '/queues' }];
}

function withoutWorkers({ workers }: Facts, live: readonly WorkerSummary[]): Finding[] {
  if (live.length > 0) return [];
  const last = workers[0];
  return [
    {
      key: 'no-worker',
      severity: 'error',
      title: 'No worker is alive',
      detail: last
        ? `Nothing runs until one starts. The last one seen was ${last.name}.`
        : 'Nothing runs until one starts.',
      since: last?.lastSeenAt ?? null,
      href: '/workers',
    },
  ];
}

/** A cluster that no live worker uses is nobody's concern any more. */
function unreachableClusters({ clusters }: Facts, live: readonly WorkerSummary[]): Finding[] {
  return clusters
    .filter((cluster) => !cluster.reachable && live.some((worker) => worker.rayAddress === cluster.address))
    .map((cluster) => ({
      key: `cluster ${cluster.address}`,
      severity: 'error',
      title: `Ray does not answer at ${cluster.address}`,
      detail: `${cluster.error ?? 'No reason is known.'} Its attempts wait until it is back.`,
      since: cluster.reachableAt,
      href: '/cluster',
    }));
}

function drainedClusters({ clusters }: Facts, live: readonly WorkerSummary[]): Finding[] {
  return clusters
    .filter((cluster) => cluster.drained && live.some((worker) => worker.rayAddress === cluster.address))
    .map((cluster) => ({
      key: `drained ${cluster.address}`,
      severity: 'note',
      title: `Ray at ${cluster.address} is drained`,
      detail: `By ${cluster.drainedBy ?? 'somebody'}: ${cluster.drainedReason ?? 'no reason is known'}. Nothing new starts there.`,
      since: cluster.drainedAt,
      href: '/cluster',
    }));
}

/** So many due tasks are no backlog yet; and so much more must come than ends, for rates swing. */
const fewDue = 100;
const growth = 1.2;

function growingBacklog({ queues, flow }: Facts): Finding[] {
  const due = queues.filter((queue) => !queue.paused).reduce((sum, queue) => sum + queue.due.count, 0);
  if (flow === null || due < fewDue || flow.enqueued <= growth * flow.finished) return [];
  const number = (count: number) => count.toLocaleString('en-US');
  return [
    {
      key: 'backlog',
      severity: 'warning',
      title: 'The backlog grows',
      detail: `${number(flow.enqueued)} tasks came in the last ${flow.minutes} minutes and ${number(flow.finished)} ended; ${number(due)} are due.`,
      since: null,
      href: '/tasks?state=queued',
    },
  ];
}

function ofQueue(queue: QueueSummary, live: readonly WorkerSummary[], now: number): Finding[] {
  const finding = { href: '/queues', since: queue.oldestDueAt };
  const waiting = `${queue.due.count.toLocaleString('en-US')}${queue.due.isCapped ? '+' : ''} due`;
  if (queue.paused) {
    if (queue.due.count === 0) return [];
    const by = `Paused by ${queue.pausedBy ?? 'somebody'}: ${queue.pausedReason ?? 'no reason given'}. ${waiting}.`;
    const title = `Queue ${queue.name} is paused`;
    return [{ ...finding, key: `paused ${queue.name}`, severity: 'note', title, detail: by, since: queue.pausedAt }];
  }
  if (queue.due.count === 0 || live.length === 0) return [];
  const living = live.filter((worker) => servesQueue(worker, queue.name));
  const serving = living.filter((worker) => worker.drainedAt === null);
  if (serving.length === 0) {
    const title =
      living.length === 0
        ? `No live worker serves queue ${queue.name}`
        : `Each live worker of queue ${queue.name} is drained`;
    return [
      {
        ...finding,
        key: `unserved ${queue.name}`,
        severity: 'error',
        title,
        detail: `${waiting}, and nobody takes them.`,
      },
    ];
  }
  if (!queue.oldestDueAt || now - queue.oldestDueAt.getTime() < slowMs) return [];
  const full = serving.every((worker) => worker.held.count >= worker.concurrency);
  const title = full ? `Workers of queue ${queue.name} are full` : `Queue ${queue.name} falls behind`;
  const detail = `${waiting}; ${full ? 'each worker holds all the attempts it may' : whyNotTaken(queue)}.`;
  return [{ ...finding, key: `behind ${queue.name}`, severity: 'warning', title, detail }];
}

function whyNotTaken({ live }: QueueSummary): string {
  // Places are counted only where something limits them.
  return live === null
    ? 'its workers have room, but do not take them'
    : `a limit holds them back, its own or the one over all queues (places held: ${live.toLocaleString('en-US')})`;
}

/** What came and what ended over the last quarter of an hour, by the buckets that cover it; null when they are too long for that. */
export function flowOf(
  buckets: readonly Pick<OverviewBucket, 'at' | 'enqueued' | 'succeeded' | 'failed' | 'canceled'>[],
): Facts['flow'] {
  const end = buckets.at(-1);
  if (!end) return null;
  const recent = buckets.filter(({ at }) => end.at.getTime() - at.getTime() < flowMinutes * 60_000);
  const stepMs = end.at.getTime() - (buckets.at(-2)?.at.getTime() ?? Number.NEGATIVE_INFINITY);
  if (stepMs > flowMinutes * 60_000) return null;
  const sum = (count: (bucket: (typeof recent)[number]) => number) =>
    recent.reduce((total, one) => total + count(one), 0);
  return {
    enqueued: sum(({ enqueued }) => enqueued ?? 0),
    finished: sum(({ succeeded, failed, canceled }) => succeeded + failed + canceled),
    minutes: flowMinutes,
  };
}

const flowMinutes = 15;

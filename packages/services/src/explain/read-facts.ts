import type { ClusterFacts, EventFacts, Holder, Principal, WorkerFacts } from '@raydeck/core';
import { reachesWholeQueues } from '../queues/reached-load.ts';
import type { Query } from '../reading/bounded-read.ts';
import { readClusterFacts } from './cluster-facts.ts';
import { countAhead } from './count-ahead.ts';
import { readEventFacts } from './event-facts.ts';
import { readHolders } from './holders.ts';
import { type QueueRow, readQueueFacts } from './queue-facts.ts';
import { readTaskFacts, type TaskRow } from './task-facts.ts';
import { readWorkerFacts } from './worker-facts.ts';

/** The rows that facts are made of; what a state does not ask for is not read. */
export interface ReadFacts {
  task: TaskRow;
  queue: QueueRow;
  workers: WorkerFacts[];
  clusters: ClusterFacts[];
  events: EventFacts[];
  holders: Holder[];
  ahead: number | null;
}

export async function readFacts(query: Query, principal: Principal, id: string): Promise<ReadFacts | null> {
  const task = await readTaskFacts(query, id);
  if (!task) return null;
  const queue = await readQueueFacts(query, task.queue, task.concurrencyKey);
  const around = { task, queue, workers: [], clusters: [], events: [], holders: [], ahead: null };
  if (task.state === 'QUEUED') return { ...around, ...(await aroundQueued(query, principal, task, queue)) };
  const events = await readEventFacts(query, id);
  if (task.state !== 'RUNNING') return { ...around, events };
  const workers = task.attemptId === null ? [] : await readWorkerFacts(query, task.workerId);
  const clusters = await readClusterFacts(query, addressesOf([task]));
  return { ...around, events, workers, clusters };
}

async function aroundQueued(query: Query, principal: Principal, task: TaskRow, queue: QueueRow) {
  const workers = await readWorkerFacts(query, null);
  const clusters = await readClusterFacts(query, addressesOf(workers));
  const places = placesOf(task, queue);
  const holders = places ? await readHolders(query, principal, places) : [];
  // How many others wait is nothing for a key that reaches only some of them.
  const counts = !task.parked && task.runAt <= task.now && reachesWholeQueues(principal);
  return { workers, clusters, holders, ahead: counts ? await countAhead(query, task) : null };
}

/** The places that the task waits for, when it waits for some. */
function placesOf({ parked, queue, concurrencyKey }: TaskRow, limits: QueueRow) {
  if (parked) return { queue, key: concurrencyKey };
  if (limits.concurrencyLimit !== null && limits.live >= limits.concurrencyLimit) return { queue, key: null };
  if (limits.allLimit !== null && limits.allLive >= limits.allLimit) return { queue: null, key: null };
  return null;
}

function addressesOf(rows: readonly { rayAddress: string | null }[]): string[] {
  return rows.flatMap(({ rayAddress }) => (rayAddress === null ? [] : [rayAddress]));
}

import { misfitOf } from '../fit.ts';
import type { ClusterFacts, ExplainFacts, WorkerFacts } from './facts.ts';
import { help, type Reason, reason, since } from './reason.ts';

/** Whether somebody is there who could run it at all: what no waiting cures. */
export function explainCapacity(facts: ExplainFacts): Reason[] {
  const { task, workers } = facts;
  if (workers.length === 0) return [nobody('no_worker', 'No worker is alive.')];
  const serving = workers.filter((worker) => servesQueue(worker, task.queue));
  if (serving.length === 0) {
    return [nobody('no_worker_for_queue', `No live worker serves queue ${task.queue}.`)];
  }
  const able = serving.filter((worker) => worker.runners.includes(task.runner));
  if (able.length === 0) {
    const text = `No live worker of queue ${task.queue} has the runner ${task.runner}.`;
    return [nobody('no_worker_with_runner', text)];
  }
  if (able.every(({ drained }) => drained)) {
    const who = able.length === 1 ? 'The one worker' : `All ${able.length} workers`;
    return [
      nobody(
        'workers_drained',
        `${who} that could take it ${able.length === 1 ? 'is' : 'are'} drained: nothing new starts there.`,
      ),
    ];
  }
  return task.runner === 'local' ? [] : ofClusters(facts, ableWorkers(facts));
}

/** The live workers that may claim it. */
export function ableWorkers({ task, workers }: ExplainFacts): WorkerFacts[] {
  return workers.filter(
    (worker) => !worker.drained && servesQueue(worker, task.queue) && worker.runners.includes(task.runner),
  );
}

export function servesQueue({ queues }: Pick<WorkerFacts, 'queues'>, queue: string): boolean {
  return queues.includes('*') || queues.includes(queue);
}

function nobody(
  code: 'no_worker' | 'no_worker_for_queue' | 'no_worker_with_runner' | 'workers_drained',
  text: string,
): Reason {
  return reason(code, 'stuck', text, { help: [help('see_workers', 'See workers', '')] });
}

/** A cluster stands in the way only when no other one would do. One that nobody has looked at yet is taken for good. */
function ofClusters({ task, clusters }: ExplainFacts, able: readonly WorkerFacts[]): Reason[] {
  const used = new Map<string | null, ClusterFacts | undefined>(
    able.map(({ rayAddress }) => [rayAddress, clusters.find(({ address }) => address === rayAddress)]),
  );
  const reasons = [...used.values()].map((cluster) => (cluster ? ofCluster(cluster, task) : null));
  return reasons.every((one) => one !== null) ? reasons : [];
}

function ofCluster(cluster: ClusterFacts, { resources }: ExplainFacts['task']): Reason | null {
  if (!cluster.reachable) return unreachable(cluster);
  if (cluster.drained) return clusterDrained(cluster);
  const misfit = cluster.nodes && misfitOf(resources, cluster.nodes);
  return misfit?.kind === 'impossible' ? neverFits(misfit.text) : null;
}

export function neverFits(text: string): Reason {
  const found = `No node of the cluster can ever hold it. ${text}`;
  return reason('never_fits', 'stuck', found, { help: [help('see_cluster', 'See the cluster’s nodes', '')] });
}

export function unreachable({ address, reachableAt, error }: ClusterFacts): Reason {
  const text = `Ray at ${address} does not answer. What was sent there waits until it does.`;
  const shown = [help('see_cluster', 'See the cluster', address)];
  return reason('cluster_unreachable', 'stuck', text, { time: since(reachableAt), quote: error, help: shown });
}

function clusterDrained({ address, drainedBy, drainedReason, drainedAt }: ClusterFacts): Reason {
  const because = drainedReason ? `, because: “${drainedReason}”` : '';
  const text = `The cluster is drained by ${drainedBy ?? 'somebody'}${because}: nothing new starts there.`;
  const resume = [help('resume_cluster', 'Resume the cluster', address)];
  return reason('cluster_drained', 'stuck', text, { time: since(drainedAt), help: resume });
}

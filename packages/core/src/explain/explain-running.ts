import { misfitOf } from '../fit.ts';
import { neverFits, unreachable } from './explain-capacity.ts';
import type { AttemptFact, ClusterFacts, ExplainFacts } from './facts.ts';
import { help, type Reason, reason, since, until } from './reason.ts';

/** What a RUNNING task does, or what keeps it. A cancel comes first: what else there is to tell is what it waits for. */
export function explainRunning(facts: ExplainFacts): [Reason, ...Reason[]] {
  const { attempt } = facts;
  if (!attempt) return [reason('on_its_way', 'waiting', 'It was claimed just now.')];
  const cluster = facts.clusters.find(({ address }) => address === attempt.rayAddress);
  const troubles = [...ofWorker(facts, attempt), ...ofCluster(cluster, attempt)];
  const [first, ...rest] = [...ofCancel(facts, attempt), ...troubles, ...ofExecution(facts, attempt, cluster)];
  return first ? [first, ...rest] : [reason('running', 'running', `Attempt ${attempt.number} runs.`)];
}

function ofCancel({ task, events }: ExplainFacts, attempt: AttemptFact): Reason[] {
  if (!task.cancelRequestedAt) return [];
  const event = events.find(({ kind }) => kind === 'cancel_requested');
  const who = event ? ` by ${event.actor}${event.reason ? `, because: “${event.reason}”` : ''}` : '';
  const what =
    attempt.state === 'SUBMITTED'
      ? 'It has not started, and its worker takes it back.'
      : 'The execution was told to end, and is killed after a grace; the task ends when it is known to be over.';
  return [
    reason('cancel_requested', 'waiting', `Cancel was asked${who}. ${what}`, { time: since(task.cancelRequestedAt) }),
  ];
}

function ofWorker({ workers }: ExplainFacts, attempt: AttemptFact): Reason[] {
  if (workers.some(({ id }) => id === attempt.workerId)) return [];
  const text = 'Its worker is gone. The execution goes on, and another worker adopts it.';
  return [reason('worker_gone', 'stuck', text, { help: [help('see_workers', 'See workers', '')] })];
}

function ofCluster(cluster: ClusterFacts | undefined, attempt: AttemptFact): Reason[] {
  if (!cluster) return [];
  if (!cluster.reachable) return [unreachable(cluster)];
  if (attempt.raySession === null || cluster.session === null || cluster.session === attempt.raySession) return [];
  const text =
    'Ray began anew since it was sent there: the execution is gone with the old session, and is judged soon.';
  return [
    reason('cluster_restarted', 'stuck', text, { help: [help('see_cluster', 'See the cluster', cluster.address)] }),
  ];
}

function ofExecution(facts: ExplainFacts, attempt: AttemptFact, cluster: ClusterFacts | undefined): Reason[] {
  if (attempt.state === 'SUBMITTED') return [ofStart(facts, attempt, cluster)];
  return [ofSigns(facts, attempt), ...ofTimeout(facts, attempt)];
}

function ofStart({ task }: ExplainFacts, attempt: AttemptFact, cluster: ClusterFacts | undefined): Reason {
  const rest = { time: since(attempt.submittedAt), quote: attempt.setupLine };
  const name = `Attempt ${attempt.number} is submitted`;
  if (attempt.runner === 'local') return reason('on_its_way', 'waiting', `${name}: its process starts.`, rest);
  const misfit = cluster?.nodes ? misfitOf(task.resources, cluster.nodes) : null;
  if (misfit?.kind === 'impossible') return { ...neverFits(misfit.text), ...rest };
  if (attempt.hasSetupLog) {
    const log = [help('see_log', 'See the set-up’s log', attempt.id)];
    return reason('setting_up', 'waiting', `${name}: Ray sets up its environment.`, { ...rest, help: log });
  }
  const nodes = [help('see_cluster', 'See the cluster’s nodes', attempt.rayAddress ?? '')];
  if (misfit) {
    return reason('waits_for_node', 'waiting', `${name} and waits for a node. ${misfit.text}`, {
      ...rest,
      help: nodes,
    });
  }
  const text = `${name}, and Ray has not started it yet: it finds a node, or sets up its environment.`;
  return reason('ray_pending', 'waiting', text, { ...rest, help: nodes });
}

/** Half of the time to the judgement is long enough to be told of. */
function ofSigns({ now, stuckSeconds, task }: ExplainFacts, attempt: AttemptFact): Reason {
  const seen = attempt.lastHeartbeatAt ?? attempt.startedAt;
  const silentSeconds = seen ? (now.getTime() - seen.getTime()) / 1_000 : 0;
  const age = `${Math.max(0, Math.round(silentSeconds))} s`;
  if (silentSeconds > stuckSeconds / 2) {
    const text = `Attempt ${attempt.number} gave its last sign of life ${age} ago; after ${stuckSeconds} s without one it is stopped and judged.`;
    const ways = [help('see_attempt', 'See where it runs', attempt.id), help('cancel', 'Cancel task', task.id)];
    return reason('silent', 'stuck', text, { time: since(seen), help: ways });
  }
  const text = `Attempt ${attempt.number} runs; last sign of life ${age} ago, of ${stuckSeconds} s allowed.`;
  return reason('running', 'running', text, { time: since(attempt.startedAt) });
}

function ofTimeout({ task: { timeoutSeconds } }: ExplainFacts, { startedAt }: AttemptFact): Reason[] {
  if (timeoutSeconds === null || !startedAt) return [];
  const at = new Date(startedAt.getTime() + timeoutSeconds * 1_000);
  return [reason('times_out', 'running', `Its timeout of ${timeoutSeconds} s stops it.`, { time: until(at) })];
}

import { ableWorkers } from './explain-capacity.ts';
import { aheadLimit, type ExplainFacts } from './facts.ts';
import { help, type Reason, reason, since } from './reason.ts';

/** What a due task that somebody could run waits for: a place, or its turn. */
export function explainPlace(facts: ExplainFacts): Reason {
  return ofKey(facts) ?? ofLimits(facts) ?? ofRate(facts) ?? ofWorkers(facts) ?? inLine(facts);
}

function ofKey({ task, queue }: ExplainFacts): Reason | null {
  if (!task.parked) return null;
  const key = `“${task.concurrencyKey ?? ''}”`;
  const held = queue?.keyLimit ? `: ${Math.min(queue.keyLive, queue.keyLimit)} of ${queue.keyLimit} run` : '';
  const text = `It is parked behind its key ${key}, which has no free place${held}.`;
  return reason('key_full', 'waiting', text, {
    time: since(task.runAt),
    holders: queue?.holders ?? [],
    help: [help('see_queues', 'See the queue’s limits', task.queue)],
  });
}

function ofLimits({ task, queue, control }: ExplainFacts): Reason | null {
  const rest = { time: since(task.runAt), holders: queue?.holders ?? [] };
  const seeLimits = (text: string) => ({ ...rest, help: [help('see_queues', text, task.queue)] });
  if (queue && isFull(queue)) {
    const text = `Queue ${task.queue} is at its limit: ${queue.live} of ${queue.concurrencyLimit} places are held.`;
    return reason('queue_full', 'waiting', text, seeLimits('See the queue’s limits'));
  }
  if (isFull(control)) {
    const text = `The limit over all queues is reached: ${control.live} of ${control.concurrencyLimit} places are held.`;
    return reason('all_full', 'waiting', text, seeLimits('See the limits'));
  }
  if (queue?.maxPending && queue.pending >= queue.maxPending) {
    const text = `Queue ${task.queue} lets ${queue.maxPending} attempts wait for a start at once, and so many do.`;
    return reason('pending_full', 'waiting', text, seeLimits('See the queue’s limits'));
  }
  return null;
}

function isFull({ concurrencyLimit, live }: { concurrencyLimit: number | null; live: number }): boolean {
  return concurrencyLimit !== null && live >= concurrencyLimit;
}

function ofRate({ task, queue }: ExplainFacts): Reason | null {
  if (!queue?.rate || queue.tokens === null || queue.tokens >= 1) return null;
  const { tasks, seconds } = queue.rate;
  const next = Math.max(0, ((1 - queue.tokens) * seconds) / tasks);
  const text = `Queue ${task.queue} starts at most ${tasks} in ${seconds} s; the next start is possible in ${rounded(next)} s${afterOthers(queue.ahead)}.`;
  return reason('rate_limited', 'waiting', text, {
    time: since(task.runAt),
    help: [help('see_queues', 'See the queue’s limits', task.queue)],
  });
}

function ofWorkers(facts: ExplainFacts): Reason | null {
  const able = ableWorkers(facts);
  if (able.length === 0 || able.some((worker) => worker.held < worker.concurrency)) return null;
  const places = able.reduce((sum, worker) => sum + worker.concurrency, 0);
  const who = able.length === 1 ? 'the one worker that could take it is' : `all ${able.length} workers that could are`;
  const text = `It waits for a free place: ${who} full (${places} at once)${afterOthers(facts.queue?.ahead ?? null)}.`;
  const { task } = facts;
  return reason('workers_full', 'waiting', text, {
    time: since(task.runAt),
    help: [help('change_priority', 'Change priority', task.id), help('see_workers', 'See workers', '')],
  });
}

function inLine({ task, queue }: ExplainFacts): Reason {
  const ahead = queue?.ahead ?? 0;
  const text =
    ahead === 0
      ? 'It is next in its queue’s line: the next look of a worker takes it.'
      : `It waits for its turn${afterOthers(ahead)}.`;
  const sooner = ahead === 0 ? [] : [help('change_priority', 'Change priority', task.id)];
  return reason('in_line', 'waiting', text, { time: since(task.runAt), help: sooner });
}

function afterOthers(ahead: number | null): string {
  if (!ahead) return '';
  const count = ahead > aheadLimit ? `more than ${aheadLimit.toLocaleString('en-US')}` : ahead.toLocaleString('en-US');
  return `, after ${count} due ${ahead === 1 ? 'task' : 'tasks'} of its queue`;
}

function rounded(seconds: number): string {
  return String(Math.ceil(seconds * 10) / 10);
}

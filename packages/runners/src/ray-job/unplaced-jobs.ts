import { randomUUID } from 'node:crypto';
import type { JobRequest, RayClient } from '@raydeck/ray';

/** A stop that is repeated for so long has not been heard: a job about to be placed ends by the stop itself. */
const GRACE_MS = 5_000;
/** As many ids as fit easily into a command line. */
const MOST_AT_ONCE = 200;

/**
 * Run by Ray's own Python. The supervisor of a job that was never placed is an actor in a queue of Ray, which hears no stop
 * before it has a node; only somebody inside the cluster can take it out.
 */
const program = `
import sys, ray
ray.init(address="auto", log_to_driver=False, logging_level="ERROR")
for job in sys.argv[1:]:
    try:
        supervisor = ray.get_actor("_ray_internal_job_actor_" + job, namespace="SUPERVISOR_ACTOR_RAY_NAMESPACE")
    except ValueError:
        continue
    ray.kill(supervisor, no_restart=True)
`;

/** To be called at each stop of a job. Returns at once; the end shows in the next observations. */
export type EndUnplaced = (id: string) => Promise<void>;

/**
 * Ends jobs that Ray has not placed though they were stopped. Without it one that no node can hold stays PENDING for a quarter of
 * an hour, holds its place in our limits, and tells the autoscaler to look for a node. One small job at a time does it
 * for all; a crash of the worker leaves at most that job, which ends by itself.
 */
export function createUnplacedJobs(options: {
  client: Pick<RayClient, 'findJob' | 'submitJob'>;
  now: () => number;
}): EndUnplaced {
  const { client, now } = options;
  const firstStoppedAtMs = new Map<string, number>();
  let helper: string | null = null;
  let isBusy = false;

  const sendHelper = async (): Promise<void> => {
    const due = [...firstStoppedAtMs].filter(([, atMs]) => now() - atMs >= GRACE_MS).slice(0, MOST_AT_ONCE);
    if (due.length === 0 || (helper !== null && !(await isOver(client, helper)))) return;
    const ids = due.map(([id]) => id);
    helper = helperName(ids);
    await client.submitJob(helperRequest(helper, ids));
    for (const id of ids) firstStoppedAtMs.delete(id);
  };

  return async (id) => {
    const job = await client.findJob(id);
    if (job?.status !== 'PENDING') return void firstStoppedAtMs.delete(id);
    firstStoppedAtMs.set(id, firstStoppedAtMs.get(id) ?? now());
    if (isBusy) return;
    isBusy = true;
    await sendHelper().finally(() => (isBusy = false));
  };
}

/** Like its first job's, `rd-<installation>-<attempt>`: the sweep deletes the records of both. */
function helperName([first = '']: readonly string[]): string {
  const id = randomUUID();
  return `${first.slice(0, -id.length)}end-${id}`;
}

async function isOver(client: Pick<RayClient, 'findJob'>, id: string): Promise<boolean> {
  const job = await client.findJob(id);
  return job === null || (job.status !== 'PENDING' && job.status !== 'RUNNING');
}

function helperRequest(id: string, ids: readonly string[]): JobRequest {
  return {
    submission_id: id,
    entrypoint: `exec python -c '${program}' ${ids.join(' ')}`,
    runtime_env: { env_vars: {} },
    metadata: {},
    // None, so that Ray puts it on the head: there is room for it however full the cluster is.
    entrypoint_num_cpus: 0,
  };
}

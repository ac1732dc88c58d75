import { type EndCause, type Misfit, misfitOf, type NodeOffer, type Observation, type Resources } from '@raydeck/core';

/** Why the cluster, as it was last seen, cannot hold what a task asks for; null when it can, or nobody knows. */
export type Placement = (resources: Resources) => Misfit | null;

const notPlaced: readonly EndCause[] = ['start_timed_out', 'unschedulable'];

export function createPlacement(options: {
  nodes: () => readonly NodeOffer[] | null;
  /** What the ray_job runner asks for where the task says nothing. */
  defaultNumCpus: number;
}): Placement {
  return (resources) => {
    const nodes = options.nodes();
    return nodes && misfitOf({ ...resources, numCpus: resources.numCpus ?? options.defaultNumCpus }, nodes);
  };
}

/** Whether Ray has found no place for an execution: none yet, or none until it gave up. */
export function isNotPlaced(seen: Observation): boolean {
  return seen.kind === 'pending' || (seen.kind === 'ended' && notPlaced.includes(seen.cause));
}

/** The observation with the reason before Ray's own words, which tell none. */
export function withMisfit(seen: Observation, misfit: Misfit): Observation {
  if (seen.kind !== 'pending' && seen.kind !== 'ended') return seen;
  return { ...seen, detail: [misfit.text, seen.detail].filter(Boolean).join(' ') };
}

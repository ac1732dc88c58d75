import { stopProcessTree } from '@raydeck/embedded';
import { markOf, type StateFolder } from '../state/state-folder.ts';

/** Ends what a killed `up` left at work: an installation or a build that would get in the way of the next one. */
export async function stopLeftoverSteps(state: StateFolder): Promise<void> {
  await stopProcessTree({ mark: markOf(state, 'step') });
}

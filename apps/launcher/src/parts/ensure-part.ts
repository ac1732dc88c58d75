import { saveRun } from '../state/run-file.ts';
import type { PartName } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { Part, PartOutcome } from './part.ts';
import { rotateLog } from './rotate-log.ts';
import { settlePart, stopPart } from './settle-part.ts';

/** Leaves a part alone that runs as it should, else starts it anew. `onStart` hears of it before anything runs. */
export async function ensurePart(
  part: Part,
  context: StepContext,
  onStart: (name: PartName) => void,
): Promise<PartOutcome> {
  const { state } = context;
  const run = await settlePart(state, part.name);
  if (run?.fingerprint === part.fingerprint && (await part.isHealthy())) return 'already running';
  if (run !== undefined) {
    context.say('stopping the old one');
    await stopPart(state, part.name);
  }
  context.signal.throwIfAborted();
  onStart(part.name);
  rotateLog(state, part.name);
  const identity = await part.start();
  saveRun(state, part.name, { ...identity, fingerprint: part.fingerprint, startedAt: new Date().toISOString() });
  return run === undefined ? 'started' : 'restarted';
}

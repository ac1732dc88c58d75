import { withMachineLock } from '@raydeck/embedded';
import { saveRun } from '../state/run-file.ts';
import type { PartName } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { Part, PartOutcome } from './part.ts';
import { rotateLog } from './rotate-log.ts';
import { settlePart, stopPart } from './settle-part.ts';

export interface EnsureOptions<P extends Part> {
  name: PartName;
  /** Chooses ports. */
  prepare: () => Promise<P>;
  /** Hears of the start before anything runs. */
  onStart: (name: PartName) => void;
}

/**
 * Leaves a part alone that runs as it should, else starts it anew. From the choice of its ports until it listens on
 * them no other Raydeck of this user starts the same part.
 */
export async function ensurePart<P extends Part>(
  { name, prepare, onStart }: EnsureOptions<P>,
  context: StepContext,
): Promise<{ part: P; outcome: PartOutcome }> {
  const onWait = () => context.say('waiting for another Raydeck');
  const lock = { holder: `Another Raydeck that starts its ${name}`, onWait, signal: context.signal };
  return withMachineLock(name, lock, async () => {
    const part = await prepare();
    return { part, outcome: await ensureStarted(part, context, onStart) };
  });
}

async function ensureStarted(
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

import type { Step } from '../output/plan.ts';
import { ensurePart } from '../parts/ensure-part.ts';
import { rayPart } from '../parts/ray-part.ts';
import { stopPart } from '../parts/settle-part.ts';
import { PREFERRED_VERSION } from '../python/find-python.ts';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { made, noteStart } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function pythonStep({ settings, made: sofar }: UpPlanOptions): Step {
  const isNeededForRay = settings.ray.kind === 'embedded';
  return {
    title: isNeededForRay ? 'Python and Ray packages' : 'Python',
    run: async (context) => {
      // A Ray head of an earlier `up` must not go on beside a stack that does not use it.
      if (!isNeededForRay) await stopPart(context.state, 'ray');
      sofar.python = await ensurePythonEnvironment(isNeededForRay ? 'ray' : 'plain', context);
      const { version, isSecondChoice } = sofar.python;
      return isSecondChoice ? `${version}, since no ${PREFERRED_VERSION} was found` : version;
    },
  };
}

export function rayStep({ secrets, made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Ray',
    run: async (context) => {
      const prepare = () => rayPart(context, made(sofar.python, 'Python'), secrets);
      const { part, outcome } = await ensurePart({ name: 'ray', prepare, onStart: noteStart(sofar) }, context);
      sofar.rayAddress = part.address;
      return outcome;
    },
  };
}

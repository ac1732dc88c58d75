import type { Step } from '../output/plan.ts';
import { ensurePart } from '../parts/ensure-part.ts';
import { workerPart } from '../parts/worker-part.ts';
import type { UpSettings } from '../settings/resolve-settings.ts';
import { made, noteStart } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function workerStep(options: UpPlanOptions): Step {
  return {
    title: 'Worker',
    run: async (context) => {
      const prepare = () => workerPart(context, workerSettings(options));
      const { part, outcome } = await ensurePart(
        { name: 'worker', prepare, onStart: noteStart(options.made) },
        context,
      );
      options.made.workerUrl = part.url;
      return outcome;
    },
  };
}

/** Of docs/settings.md. What `.env` says wins, except over what this `up` decides itself. */
function workerSettings({ settings, secrets, made: sofar }: UpPlanOptions): Record<string, string> {
  return {
    RAYDECK_SECRET: secrets.raydeckSecret,
    ENCRYPTION_KEYS: secrets.encryptionKeys ?? '',
    ...raySettings(settings, sofar.rayAddress, secrets.rayToken),
    LOCAL_PYTHON: made(sofar.python, 'Python').executable,
    DATABASE_URL: made(sofar.appUrl, 'The database'),
  };
}

function raySettings(
  { ray, dotenv }: UpSettings,
  embeddedAddress: string | undefined,
  token: string,
): Record<string, string> {
  const { PORT: _web, RAY_ADDRESS: _address, RAY_AUTH_TOKEN: _token, ...rest } = dotenv;
  if (ray.kind === 'none') return { ...rest, RUNNER: 'local', LOCAL_RUNNER: 'true' };
  if (ray.kind === 'given')
    return { ...rest, RAY_ADDRESS: ray.address, ...(ray.token === undefined ? {} : { RAY_AUTH_TOKEN: ray.token }) };
  // The whole machine is one small node: a whole CPU for each task would let two of them run at once.
  return { RAY_ENTRYPOINT_NUM_CPUS: '0.01', ...rest, RAY_ADDRESS: made(embeddedAddress, 'Ray'), RAY_AUTH_TOKEN: token };
}

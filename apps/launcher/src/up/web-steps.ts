import type { Step } from '../output/plan.ts';
import { ensurePart } from '../parts/ensure-part.ts';
import { webPart } from '../parts/web-part.ts';
import { buildWeb } from '../web/build-web.ts';
import { made, noteStart } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function webBuildStep({ made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Console, built',
    run: async (context) => {
      sofar.webBuild = await buildWeb(context);
    },
  };
}

export function webStep({ settings, secrets, made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Console',
    run: async (context) => {
      const own = {
        NEXTAUTH_SECRET: secrets.nextauthSecret,
        ENCRYPTION_KEYS: secrets.encryptionKeys ?? '',
        ...settings.dotenv,
        ...(settings.ray.kind === 'none' ? { RUNNER: 'local' } : {}),
        DATABASE_URL: made(sofar.appUrl, 'The database'),
        ...dashboard(settings.ray, sofar.rayAddress),
      };
      const build = made(sofar.webBuild, 'The console');
      const prepare = () => webPart(context, { build, host: settings.host, port: settings.port, settings: own });
      const { part, outcome } = await ensurePart({ name: 'web', prepare, onStart: noteStart(sofar) }, context);
      sofar.webUrl = part.url;
      sofar.webHealthUrl = part.healthUrl;
      return outcome;
    },
  };
}

/** A link for people, shown beside Ray's ids. */
function dashboard(ray: UpPlanOptions['settings']['ray'], embeddedAddress: string | undefined): Record<string, string> {
  const address = ray.kind === 'given' ? ray.address : embeddedAddress;
  return address === undefined ? {} : { RAY_DASHBOARD_URL: address };
}

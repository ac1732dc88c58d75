import { hashContent, shortHash } from '@raydeck/embedded';
import { admitRole, provisionDatabase } from '@raydeck/db/provision-database';
import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import type { Step } from '../output/plan.ts';
import { ensurePart } from '../parts/ensure-part.ts';
import { stopPart } from '../parts/settle-part.ts';
import { postgresPart } from '../parts/postgres-part.ts';
import { readStoredSettings, updateStoredSettings } from '../state/settings-file.ts';
import { made, noteStart } from './made.ts';
import type { UpPlanOptions } from './plan-up.ts';

export function postgresStep(options: UpPlanOptions): Step {
  const { settings, secrets, made: sofar } = options;
  return {
    title: 'PostgreSQL',
    run: async (context) => {
      if (settings.databaseUrl !== undefined) {
        await stopPart(context.state, 'postgres');
        sofar.ownerUrl = sofar.appUrl = settings.databaseUrl;
        return `the given one, ${new URL(settings.databaseUrl).host}`;
      }
      const prepare = () => postgresPart(context, secrets);
      const { part, outcome } = await ensurePart({ name: 'postgres', prepare, onStart: noteStart(sofar) }, context);
      const { superuserUrl } = part;
      const urls = await provisionDatabase({
        superuserUrl,
        ownerPassword: secrets.ownerPassword,
        appPassword: secrets.appPassword,
      });
      Object.assign(sofar, { ...urls, superuserUrl });
      return outcome;
    },
  };
}

export function migrateStep({ settings, made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Migrations',
    run: async ({ state }) => {
      const sources = ['prisma/migrations', 'package-lock.json', 'packages/jobs/src'].map((path) =>
        join(checkoutDir, path),
      );
      const fingerprint = shortHash(hashContent(sources) + (settings.databaseUrl ?? 'embedded'));
      if (!sofar.started.includes('postgres') && readStoredSettings(state).migrated === fingerprint)
        return 'up to date';
      // Here and below: what talks to the database takes half a second to load, and is rarely needed.
      const { migrateDatabase } = await import('../steps/migrate-database.ts');
      const ownerUrl = made(sofar.ownerUrl, 'The database');
      const applied = await migrateDatabase(ownerUrl);
      await admitRole(sofar.superuserUrl ?? ownerUrl, made(sofar.appUrl, 'The database'));
      updateStoredSettings(state, { migrated: fingerprint });
      return applied;
    },
  };
}

export function accountsStep({ secrets, made: sofar }: UpPlanOptions): Step {
  return {
    title: 'Administrator',
    run: async ({ state }) => {
      const url = made(sofar.appUrl, 'The database');
      const fingerprint = shortHash(url);
      const isDone = readStoredSettings(state).accounts === fingerprint && secrets.adminApiKey !== undefined;
      if (!sofar.started.includes('postgres') && isDone) return;
      const { ensureAccounts } = await import('../steps/ensure-accounts.ts');
      await ensureAccounts(url, state, secrets);
      updateStoredSettings(state, { accounts: fingerprint });
    },
  };
}

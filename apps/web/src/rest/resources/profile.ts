import { CatalogueEntry, ProfileSettings } from '@raydeck/services';
import { z } from 'zod';
import { integerParameter } from './parameters.ts';
import { ReasonBody } from './task-body.ts';

const time = z.iso.datetime();
const version = z.int().min(1);

export const versionParameters = z.strictObject({ name: z.string(), version: integerParameter(1, 999_999) });

export const ProfileBody = ProfileSettings.safeExtend(ReasonBody.shape).meta({
  id: 'ProfileSettings',
  description:
    'What is left out is none. Names of variables and secrets must not be RAY_*, RAYDECK_*, LD_*, DYLD_*, PYTHON*, PATH.',
});

export const Profile = z
  .strictObject({
    name: z.string(),
    version,
    source: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('image') }),
      z.strictObject({ kind: z.literal('package'), hash: z.string(), sizeBytes: z.int() }),
      z.strictObject({ kind: z.literal('uri'), uri: z.string() }),
    ]),
    requirements: z.strictObject({ installer: z.enum(['pip', 'uv']), packages: z.array(z.string()) }).nullable(),
    envVars: z.record(z.string(), z.string()),
    secretNames: z.array(z.string()).meta({ description: 'What they hold is never shown.' }),
    python: z.string().nullable(),
    djangoSettingsModule: z.string().nullable(),
    createdBy: z.string(),
    createdAt: time,
    reason: z.string().nullable(),
  })
  .meta({ id: 'Profile' });

export const ProfileHistory = z
  .strictObject({
    name: z.string(),
    queues: z.array(z.string()).meta({ description: 'Whose tasks run with it unless they name another.' }),
    versions: z.array(Profile).meta({ description: 'The newest 50, newest first.' }),
  })
  .meta({ id: 'ProfileHistory' });

export const ProfileWritten = z
  .strictObject({
    name: z.string(),
    version,
    isNew: z.boolean().meta({ description: 'False when nothing differed from the current version.' }),
  })
  .meta({ id: 'ProfileWritten' });

const side = z.union([z.string(), z.array(z.string())]).nullable();

export const ProfileDiff = z
  .strictObject({
    from: version,
    to: version,
    changes: z
      .array(z.strictObject({ path: z.string(), before: side, after: side }))
      .meta({ description: 'Of secrets only "set" and "changed".' }),
  })
  .meta({ id: 'ProfileDiff' });

export const Package = z.strictObject({ hash: z.string(), sizeBytes: z.int() }).meta({ id: 'Package' });

export const CatalogueBody = z.strictObject({ entries: z.array(CatalogueEntry).max(1_000) }).meta({ id: 'Catalogue' });

export const CatalogueItem = z
  .strictObject({
    ...CatalogueEntry.shape,
    profile: z.string(),
    version,
  })
  .meta({ id: 'CatalogueItem' });

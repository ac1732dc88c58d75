import { checkSourceUri, type ProfileSource } from '@raydeck/core';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { keepSecrets } from '../profiles/keep-secrets.ts';
import { profileChanges } from '../profiles/profile-changes.ts';
import { ProfileSettings } from '../profiles/profile-settings.ts';
import { putPackage } from '../profiles/put-package.ts';
import { plainRedaction, rulesOf } from '../redaction/redactions.ts';
import { putProfile } from '../profiles/put-profile.ts';
import type { CodePackage } from '../profiles/store-package.ts';
import { storedProfileOf } from '../profiles/stored-profile.ts';
import { below, type ConfigChange, differences } from './config-change.ts';
import type { RaydeckConfig } from './config-file.ts';
import { configReason } from './plan-queues.ts';

type Entry = NonNullable<RaydeckConfig['profiles']>[string];

/** Zips a folder that the file names. */
export type PackageOf = (directory: string) => Promise<CodePackage>;

/** What the profiles of the file lack: a new version each. */
export async function planProfiles(
  context: Context,
  profiles: RaydeckConfig['profiles'] = {},
  packageOf: PackageOf,
): Promise<ConfigChange[]> {
  const changes: ConfigChange[] = [];
  for (const [name, entry] of Object.entries(profiles)) {
    const path = `profiles.${name}`;
    const change = await below(path, () => planProfile(context, name, entry, packageOf));
    if (change) changes.push({ ...change, apply: () => below(path, change.apply) });
  }
  return changes;
}

async function planProfile(
  context: Context,
  name: string,
  { directory, source: given, ...rest }: Entry,
  packageOf: PackageOf,
): Promise<ConfigChange | null> {
  authorizeWhole(context, 'profile.write');
  const code = directory === undefined ? null : await below('directory', () => packageOf(directory));
  const source = code ? { kind: 'package', hash: code.hash } : given;
  const settings = parseInput(ProfileSettings, { ...rest, source });
  const row = await context.db.prisma.profile.findFirst({ where: { name }, orderBy: { version: 'desc' } });
  const current = row && storedProfileOf(row);
  const { secrets: asked, requirements } = settings;
  const kept = current?.secrets ?? {};
  const secrets = keepSecrets({ profile: name, asked, kept, ring: context.keyRing });
  const next = {
    ...settings,
    source: plain(settings.source),
    requirements: requirements?.packages.length ? requirements : null,
    secrets,
  };
  const found = profileChanges(current, next);
  if (current && found.length === 0) return null;
  const side = (which: 'before' | 'after') => Object.fromEntries(found.map((one) => [one.path, one[which]]));
  const rules = rulesOf(context);
  const hidden = found
    .map(({ path }) => path)
    .filter((path) => path.startsWith('envVars.') && rules.isSecretName(path));
  const redaction = plainRedaction(context);
  const lines = differences(`profile ${name}: `, side('before'), side('after'), hidden).map((line) =>
    redaction.text(line),
  );
  return {
    lines: current ? lines : [`profile ${name}: new`, ...lines],
    apply: async () => {
      if (code) await putPackage(context, code);
      await putProfile(context, { name, settings, reason: configReason });
    },
  };
}

/** As it is kept. */
function plain(source: ProfileSource): ProfileSource {
  if (source.kind !== 'uri') return source;
  const checked = checkSourceUri(source.uri);
  return 'uri' in checked ? { kind: 'uri', uri: checked.uri } : source;
}

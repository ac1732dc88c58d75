import type { StoredProfile } from './stored-profile.ts';

/** What makes a version: all of a profile but its name and number. */
export type ProfileParts = Pick<
  StoredProfile,
  'source' | 'requirements' | 'envVars' | 'secrets' | 'python' | 'djangoSettingsModule'
>;

/** One difference; null where there is nothing. Of a secret only that it is set, or changed. */
export interface ProfileChange {
  path: string;
  before: string | readonly string[] | null;
  after: string | readonly string[] | null;
}

type Flat = Map<string, string | readonly string[]>;

/**
 * What differs, each with its path, in the order of the paths. A secret that was set anew to what it was keeps its
 * ciphertext, and so does not differ.
 */
export function profileChanges(before: ProfileParts | null, after: ProfileParts): ProfileChange[] {
  const [one, two] = [before ? flat(before) : new Map<string, string>(), flat(after)];
  const paths = [...new Set([...one.keys(), ...two.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [was, is] = [one.get(path) ?? null, two.get(path) ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (!path.startsWith('secrets.')) return [{ path, before: was, after: is }];
    return [{ path, before: was && 'set', after: is && (was ? 'changed' : 'set') }];
  });
}

function flat({ source, requirements, envVars, secrets, python, djangoSettingsModule }: ProfileParts): Flat {
  const parts: Flat = new Map(Object.entries(source).map(([name, value]) => [`source.${name}`, value]));
  if (requirements) {
    parts.set('requirements.installer', requirements.installer);
    parts.set('requirements.packages', requirements.packages);
  }
  for (const [name, value] of Object.entries(envVars)) parts.set(`envVars.${name}`, value);
  for (const [name, value] of Object.entries(secrets)) parts.set(`secrets.${name}`, value);
  if (python !== null) parts.set('python', python);
  if (djangoSettingsModule !== null) parts.set('djangoSettingsModule', djangoSettingsModule);
  return parts;
}

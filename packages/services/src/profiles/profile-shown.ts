import { RaydeckError, type Redaction, restoreMasked } from '@raydeck/core';
import type { ProfileChange, ProfileParts } from './profile-changes.ts';
import { ProfileSettings } from './profile-settings.ts';

/** A profile as it is shown: variables by their names, addresses and requirements without passwords. */
export function profileShown<P extends Pick<ProfileParts, 'source' | 'requirements' | 'envVars'>>(
  profile: P,
  redaction: Redaction,
): P {
  const { source, requirements } = profile;
  return {
    ...profile,
    source: source.kind === 'uri' ? { ...source, uri: redaction.text(source.uri) } : source,
    requirements: requirements && {
      ...requirements,
      packages: requirements.packages.map((one) => redaction.text(one)),
    },
    envVars: redaction.value(profile.envVars),
  };
}

/** Differences as they are shown. Of a secret they say only that it was set or changed. */
export function changesShown(changes: readonly ProfileChange[], redaction: Redaction): ProfileChange[] {
  return changes.map((change) => {
    if (change.path.startsWith('secrets.')) return change;
    const { path, before, after } = change;
    return { path, before: redaction.value(before, path), after: redaction.value(after, path) };
  });
}

/**
 * Settings that somebody may have read, edited and written back: what still reads as it was shown is what it was. Throws INVALID
 * for a mask that stands for nothing.
 */
export function unmaskProfile(
  settings: ProfileSettings,
  current: ProfileParts | null,
  redaction: Redaction,
): ProfileSettings {
  const edited = JSON.stringify(settings);
  if (!edited.includes('redacted')) return settings;
  const [original, shown] = current ? [current, profileShown(current, redaction)] : [null, null];
  const restored = restoreMasked(edited, {
    original: JSON.stringify(original),
    shown: JSON.stringify(shown),
    root: '',
  });
  const parsed = ProfileSettings.safeParse(JSON.parse(restored));
  if (parsed.success) return parsed.data;
  throw new RaydeckError('INVALID', 'The settings do not fit together.');
}

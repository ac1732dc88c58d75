import type { Profile } from '@raydeck/services';
import { formatBytes } from '../ui/format-bytes.ts';

/** Where the code of a profile comes from, in a line. */
export function sourceWords({ source }: Pick<Profile, 'source'>): string {
  if (source.kind === 'image') return 'in the cluster’s image';
  if (source.kind === 'uri') return source.uri;
  return `package ${source.hash.slice(0, 12)}, ${formatBytes(source.sizeBytes)}`;
}

/** "3 requirements · 2 variables · 1 secret"; empty for a profile that sets none. */
export function contentWords({ requirements, envVars, secretNames, python, djangoSettingsModule }: Profile): string {
  const words = [
    counted(requirements?.packages.length ?? 0, 'requirement'),
    counted(Object.keys(envVars).length, 'variable'),
    counted(secretNames.length, 'secret'),
    python,
    djangoSettingsModule && `Django ${djangoSettingsModule}`,
  ];
  return words.filter(Boolean).join(' · ');
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;
}

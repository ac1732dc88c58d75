import type { Profile } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import type { Cell } from './table.ts';
import { timeText } from './times.ts';

export const PROFILE_HEADINGS = ['PROFILE', 'VERSION', 'CREATED', 'BY', 'REQUIREMENTS', 'SOURCE'];

export function profileRow(profile: Profile): Cell[] {
  return [
    plainText(profile.name),
    String(profile.version),
    timeText(profile.createdAt),
    plainText(profile.createdBy),
    String(profile.requirements?.packages.length ?? 0),
    sourceText(profile),
  ];
}

/** Where the code comes from. */
export function sourceText({ source }: Profile): string {
  if (source.kind === 'package') return `package ${source.hash.slice(0, 12)}, ${sizeText(source.sizeBytes)}`;
  return source.kind === 'uri' ? plainText(source.uri) : 'in the image';
}

function sizeText(sizeBytes: number): string {
  return sizeBytes < 1024 * 1024 ? `${Math.ceil(sizeBytes / 1024)} KiB` : `${(sizeBytes / 1024 / 1024).toFixed(1)} MiB`;
}

import type { ProfileHistory } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { PROFILE_HEADINGS, profileRow, sourceText } from '../client/profile-rows.ts';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { fields, table, terminalWidth } from '../client/table.ts';

const ShowFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck profile show`: the current version, and those before it. */
export async function profileShow({ client, signal }: ClientCommand, name: string, rawFlags: unknown): Promise<void> {
  const { json } = ShowFlags.parse(rawFlags);
  const profile = await client.profiles.get(name, { signal });
  if (json) return console.log(jsonLine(profile));
  const versions = table(PROFILE_HEADINGS, profile.versions.map(profileRow), terminalWidth());
  console.log(`${description(profile)}\n\n${versions}`);
}

function description({ name, queues, versions: [current] }: ProfileHistory): string {
  return fields([
    ['profile', plainText(name)],
    ['queues', plainText(queues.join(', '))],
    ['version', current && String(current.version)],
    ['source', current && sourceText(current)],
    ['requirements', current?.requirements && plainText(current.requirements.packages.join(', '))],
    ['env vars', current && plainText(Object.keys(current.envVars).join(', '))],
    ['secrets', current && plainText(current.secretNames.join(', '))],
    ['python', current?.python && plainText(current.python)],
    ['django settings', current?.djangoSettingsModule && plainText(current.djangoSettingsModule)],
  ]);
}

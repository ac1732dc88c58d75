import { ApiError, type Client, type Profile, type ProfileSettings } from '@raydeck/client';
import { RaydeckError } from '@raydeck/core';
import { zipDirectory } from '@raydeck/ray';
import { z } from 'zod';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { UsageError } from '../client/usage-error.ts';

const PublishFlags = z.object({ reason: z.string().optional(), json: z.boolean().default(false) });

/** `raydeck profile publish`: a folder's code as the profile's new version, which keeps all that is not code. */
export async function profilePublish(
  { client, signal }: ClientCommand,
  name: string,
  directory: string,
  rawFlags: unknown,
): Promise<void> {
  const { reason, json } = PublishFlags.parse(rawFlags);
  const { hash, content, fileCount } = await pack(directory);
  const current = await findCurrent(client, name, signal);
  await client.profiles.uploadPackage({ hash, content }, { signal });
  const settings = {
    ...(current && keptSettings(current)),
    source: { kind: 'package', hash },
  } satisfies ProfileSettings;
  const put = await client.profiles.put(name, settings, { signal, ...(reason !== undefined && { reason }) });
  const said = `${put.name} version ${put.version}, ${put.isNew ? `${fileCount} files` : 'unchanged'}`;
  console.log(json ? jsonLine(put) : said);
}

async function findCurrent(client: Client, name: string, signal: AbortSignal): Promise<Profile | undefined> {
  try {
    return (await client.profiles.get(name, { signal })).versions[0];
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function keptSettings(profile: Profile): Omit<ProfileSettings, 'source'> {
  const { requirements, envVars, secretNames, python, djangoSettingsModule } = profile;
  const secrets = Object.fromEntries(secretNames.map((secret) => [secret, true as const]));
  return { requirements, envVars, secrets, python, djangoSettingsModule };
}

/** A folder that cannot be packed is a wrong argument. */
async function pack(directory: string): ReturnType<typeof zipDirectory> {
  try {
    return await zipDirectory(directory);
  } catch (error) {
    if (error instanceof RaydeckError) throw new UsageError(error.message);
    throw error;
  }
}

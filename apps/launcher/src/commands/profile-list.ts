import { z } from 'zod';
import { PROFILE_HEADINGS, profileRow } from '../client/profile-rows.ts';
import { jsonLine } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { table, terminalWidth } from '../client/table.ts';

const ListFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck profile list`: the current version of each. */
export async function profileList({ client, signal }: ClientCommand, rawFlags: unknown): Promise<void> {
  const { json } = ListFlags.parse(rawFlags);
  const items = await client.profiles.list({ signal });
  if (json) return console.log(jsonLine({ items }));
  if (items.length === 0) return console.error('There is no profile yet: see ./raydeck profile publish --help');
  console.log(table(PROFILE_HEADINGS, items.map(profileRow), terminalWidth()));
}

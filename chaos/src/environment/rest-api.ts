import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@raydeck/client';
import { z } from 'zod';

/** The REST API over an installation's database, as a process of its own. */
export interface RestApi {
  client: Client;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../../../apps/web/src/rest/serve-test-api.ts', import.meta.url));
const Said = z.object({ url: z.string(), key: z.string() });

export async function startRestApi(databaseUrl: string): Promise<RestApi> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [program, databaseUrl], { env: { PATH }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = z.array(z.unknown()).parse(await Promise.race([once(lines, 'line'), once(child, 'exit')]));
  if (typeof line !== 'string') throw new Error('The REST API does not start.');
  const { url, key } = Said.parse(JSON.parse(line));
  return {
    client: createClient({ url, apiKey: key, retries: 0, timeoutMs: 10_000 }),
    close: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

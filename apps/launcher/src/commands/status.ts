import { styleText } from 'node:util';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { observeParts, type PartState } from '../parts/observe-parts.ts';
import { databaseUrlOf } from '../state/database-url.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { readStoredSettings } from '../state/settings-file.ts';
import { openStateFolder, type StateFolder } from '../state/state-folder.ts';
import { ADMIN_EMAIL } from '../state/admin-email.ts';

const StatusFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck status`: where everything is and how it is. The exit code is 1 unless all parts run. */
export async function status(rawFlags: unknown, env: Env): Promise<void> {
  const { json } = StatusFlags.parse(rawFlags);
  const state = openStateFolder(env.stateDir);
  const parts = await observeParts(state);
  const addresses = describe(state);
  const states = Object.fromEntries(parts.map((part) => [part.name, part.state]));
  console.log(json ? JSON.stringify({ ...addresses, parts: states }, undefined, 2) : toText(addresses, parts));
  if (parts.length === 0 || parts.some((part) => part.state !== 'running')) process.exitCode = 1;
}

function describe(state: StateFolder): Record<string, string | null> {
  const secrets = findSecrets(state);
  const { stack } = readStoredSettings(state);
  return {
    webUrl: stack?.webUrl ?? null,
    workerUrl: stack?.workerUrl ?? null,
    databaseUrl: databaseUrlOf(state),
    rayDashboardUrl: stack?.rayDashboardUrl ?? null,
    adminEmail: secrets === undefined ? null : ADMIN_EMAIL,
    adminPassword: secrets?.adminPassword ?? null,
    apiKey: secrets?.apiKey ?? null,
  };
}

const COLOURS = { running: 'green', 'not answering': 'yellow', ended: 'red', down: 'dim' } as const;

function toText(addresses: Record<string, string | null>, parts: PartState[]): string {
  if (parts.length === 0) return 'Raydeck has not been started in this folder. Start it: ./raydeck up';
  const lines = parts.map(
    ({ name, state, detail }) => `  ${name.padEnd(10)} ${styleText(COLOURS[state], state.padEnd(13))} ${detail}`,
  );
  const rows = Object.entries(addresses).filter(([, value]) => value !== null);
  const labels: Record<string, string> = {
    webUrl: 'Console',
    workerUrl: 'Worker',
    databaseUrl: 'Database',
    rayDashboardUrl: 'Ray',
    adminEmail: 'E-mail',
    adminPassword: 'Password',
    apiKey: 'API key',
  };
  return [...lines, '', ...rows.map(([name, value]) => `  ${(labels[name] ?? name).padEnd(10)} ${value ?? ''}`)].join(
    '\n',
  );
}

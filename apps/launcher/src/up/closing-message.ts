import { styleText } from 'node:util';
import type { UpSettings } from '../settings/resolve-settings.ts';
import type { Secrets } from '../state/secrets-file.ts';
import { ADMIN_EMAIL } from '../state/admin-email.ts';
import type { Made } from './made.ts';

export interface Closing {
  made: Made;
  settings: UpSettings;
  secrets: Secrets;
  seconds: number;
}

/** The last lines of `up`: where it is, how to get in, what to try next. */
export function closingMessage({ made, settings, secrets, seconds }: Closing): string {
  const { webUrl, started } = made;
  const state = started.length === 0 ? 'Raydeck is up already' : `Raydeck is up after ${seconds.toFixed(0)} s`;
  const rows = [
    ...(webUrl === undefined ? [] : [['Console', webUrl]]),
    ['E-mail', ADMIN_EMAIL],
    ['Password', secrets.adminPassword],
    ['API key', secrets.apiKey ?? ''],
  ];
  const table = rows.map(([name = '', value = '']) => `  ${styleText('dim', name.padEnd(10))} ${value}`);
  return ['', styleText('green', `${state}.`), '', ...table, '', ...next(webUrl, secrets, settings), ''].join('\n');
}

function next(webUrl: string | undefined, { apiKey = 'KEY' }: Secrets, { host, codeDirectory }: UpSettings): string[] {
  if (webUrl === undefined) return ['This stack has no console. End it with ./raydeck down.'];
  const curl = `  curl -s ${webUrl}/api/v1/tasks -H 'Authorization: Bearer ${apiKey}' \\
    -H 'Content-Type: application/json' -d '{"callable":"raydeck.demo.add","args":[1,2]}'`;
  return [
    `Open ${webUrl} and sign in, or enqueue a task from here:`,
    '',
    curl,
    '',
    codeDirectory === undefined
      ? 'Your own functions: put @raydeck.task before them, ./raydeck up --code DIR, enqueue "module.function".'
      : 'Edited your functions? ./raydeck up publishes them again.',
    'See also: ./raydeck status, ./raydeck logs -f, ./raydeck down.',
    ...(isLoopback(host)
      ? []
      : [`It listens on ${host} without TLS: put a proxy with a certificate before it, or trust the network.`]),
  ];
}

function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host);
}

import { readFileSync } from 'node:fs';

/** The running stack that the journeys use: `./raydeck status --json` in a file, or variable by variable. */
interface Stack {
  webUrl: string;
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
}

/** Empty without a stack, so that the configuration can be read anywhere; the first test says what is missing. */
export const stack: Stack = readStack(process.env);

function readStack(environment: NodeJS.ProcessEnv): Stack {
  const file = environment['RAYDECK_E2E_STATUS'];
  if (file) return JSON.parse(readFileSync(file, 'utf8')) as Stack;
  return {
    webUrl: environment['RAYDECK_E2E_URL'] ?? '',
    adminEmail: environment['RAYDECK_E2E_EMAIL'] ?? '',
    adminPassword: environment['RAYDECK_E2E_PASSWORD'] ?? '',
    apiKey: environment['RAYDECK_E2E_API_KEY'] ?? '',
  };
}

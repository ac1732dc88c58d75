import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkoutDir } from '../checkout.ts';

/** The `.env` file of the checkout; empty when there is none. */
export function readDotenv(): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(checkoutDir, '.env'), 'utf8');
  } catch {
    return {};
  }
  const entries = Object.entries(parseEnv(text)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(entries);
}

import { z } from 'zod';
import { chosenColumns } from './columns.ts';

export const preferencesCookie = 'raydeck-view';

/** How somebody likes to look at things; kept in a cookie, so that the first page comes as they like it. Junk counts as absent. */
export const Preferences = z.object({
  time: z.enum(['relative', 'absolute']).catch('relative'),
  /** An IANA name; null: the browser's own. */
  zone: z.string().refine(isZone).nullable().catch(null),
  columns: z.array(z.enum(chosenColumns)).catch(['queue', 'attemptCount', 'createdAt', 'duration']),
});
export type Preferences = z.infer<typeof Preferences>;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What the cookie says; the defaults without one. */
export function parsePreferences(cookie: string | undefined): Preferences {
  return Preferences.safeParse(jsonOf(cookie ?? '')).data ?? Preferences.parse({});
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

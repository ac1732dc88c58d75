import type { Expected } from '@raydeck/services';
import { z } from 'zod';
import { invalidRequest } from '../request-error.ts';

/** What a change may say of the state that it was made for. */
export const conditionHeaders = z.object({
  'if-match': z.string().optional().meta({ description: 'The ETag of the state that was read: another one is 409.' }),
  'if-none-match': z.literal('*').optional().meta({ description: 'Create only: 409 when it is there already.' }),
});

export const etagHeaders = z.object({ etag: z.string() });

/** Tells two states of one thing apart. */
export function etagOf({ updatedAt }: { updatedAt: Date }): { etag: string } {
  return { etag: `"${updatedAt.getTime().toString(36)}"` };
}

/** What the headers take for granted. */
export function expectedOf(headers: Headers): Expected {
  const absent = headers.get('if-none-match');
  const state = headers.get('if-match');
  if (absent !== null && absent !== '*') throw refusal('If-None-Match', 'must be * here');
  if (absent !== null && state !== null) throw refusal('If-None-Match', 'contradicts If-Match');
  if (absent !== null) return 'absent';
  if (state === null) return 'anything';
  if (state === '*') return 'present';
  const [, stamp] = /^"([0-9a-z]{1,9})"$/.exec(state) ?? [];
  if (stamp === undefined) throw refusal('If-Match', 'must be * or an ETag as an answer gave it');
  return { updatedAt: new Date(Number.parseInt(stamp, 36)) };
}

function refusal(path: string, problem: string): Error {
  return invalidRequest([{ path, problem }]);
}

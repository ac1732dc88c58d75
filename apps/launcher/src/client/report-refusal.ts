import { styleText } from 'node:util';
import { ApiError } from '@raydeck/client';
import { plainText } from '@raydeck/core';

/** Says on stderr what went wrong. A server's words are foreign words. */
export function reportRefusal(error: Error): void {
  const lines = error instanceof ApiError ? [error.message, ...hintsOf(error)] : [error.message];
  process.stderr.write(`${styleText('red', plainText(lines.join('\n')), { stream: process.stderr })}\n`);
}

function hintsOf({ code, errors, requestId }: ApiError): string[] {
  if (code === 'UNAUTHENTICATED') return ['Check --key or RAYDECK_API_KEY.'];
  if (code === 'INTERNAL') return [`Its log knows more under ${requestId}.`];
  return errors.length < 2 ? [] : errors.map(({ path, problem }) => `  ${path}: ${problem}`);
}

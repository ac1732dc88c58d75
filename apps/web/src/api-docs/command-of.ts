import type { Operation } from './reference.ts';

/** A command line that calls the operation, in the words of docs/rest.md: `$RAYDECK` is the API's address, `$KEY` a key. */
export function commandOf({ method, path, body }: Operation): string {
  const parts = [`curl -s${method === 'GET' ? '' : ` -X ${method}`} "$RAYDECK${path}" -H "Authorization: Bearer $KEY"`];
  if (body?.example && body.isRequired) {
    parts.push(`-H 'Content-Type: ${body.mediaType}' -d '${body.example.replaceAll("'", String.raw`'\''`)}'`);
  }
  if (body && body.example === null) parts.push(`-H 'Content-Type: ${body.mediaType}' --data-binary @file`);
  return parts.join(' \\\n  ');
}

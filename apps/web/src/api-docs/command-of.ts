import type { Operation } from './reference.ts';

/** A command line that calls the operation, in the words of docs/rest.md: `$RAYDECK_URL` is the console's address, `$RAYDECK_API_KEY` a key. */
export function commandOf({ method, path, body }: Operation): string {
  const parts = [
    `curl -s${method === 'GET' ? '' : ` -X ${method}`} "$RAYDECK_URL/api/v1${path}" -H "Authorization: Bearer $RAYDECK_API_KEY"`,
  ];
  if (body?.example && body.isRequired) {
    parts.push(`-H 'Content-Type: ${body.mediaType}' -d '${body.example.replaceAll("'", String.raw`'\''`)}'`);
  }
  if (body && body.example === null) parts.push(`-H 'Content-Type: ${body.mediaType}' --data-binary @file`);
  return parts.join(' \\\n  ');
}

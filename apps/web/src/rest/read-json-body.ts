import { parseJson } from './parse-json.ts';
import { readBytes } from './read-bytes.ts';
import { invalidRequest, RequestError } from './request-error.ts';

/** Larger bodies are refused unread. */
export const bodyLimitBytes = 10 * 1024 * 1024;

export interface JsonBody {
  value: unknown;
  text: string;
}

/** The body as strict JSON. An empty one is `{}` where the endpoint allows that. */
export async function readJsonBody(request: Request, options: { isOptional: boolean }): Promise<JsonBody> {
  const bytes = await readBytes(request, bodyLimitBytes);
  if (bytes.length === 0 && options.isOptional) return { value: {}, text: '{}' };
  requireJsonType(request.headers.get('content-type'));
  const text = decode(bytes);
  return { value: parseJson(text), text };
}

function requireJsonType(header: string | null): void {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (type === 'application/json' && (!charset || /^charset="?utf-8"?$/.test(charset))) return;
  throw new RequestError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalidRequest([{ path: '', problem: 'The body is not UTF-8.' }]);
  }
}

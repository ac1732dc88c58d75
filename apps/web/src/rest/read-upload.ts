import type { ByteStream } from '@raydeck/core';
import { readBytes, tooLarge } from './read-bytes.ts';
import { RequestError } from './request-error.ts';

interface Upload {
  mediaType: string;
  limitBytes: number;
}

/** A body of bytes of the one type that is accepted. */
export async function readUpload(request: Request, { mediaType, limitBytes }: Upload): Promise<Uint8Array> {
  requireType(request, mediaType);
  return readBytes(request, limitBytes);
}

/** The same as it comes; a piece is read when the one before has been dealt with. */
export function openUpload(request: Request, { mediaType, limitBytes }: Upload): ByteStream {
  requireType(request, mediaType);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  return pieces(request, limitBytes);
}

async function* pieces(request: Request, limitBytes: number): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  let sizeBytes = 0;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      sizeBytes += part.value.length;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      yield part.value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

function requireType(request: Request, mediaType: string): void {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() === mediaType) return;
  throw new RequestError('UNSUPPORTED_MEDIA_TYPE', `The body must be ${mediaType}.`);
}

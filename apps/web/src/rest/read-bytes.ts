import { RequestError } from './request-error.ts';

/** The body, counted while it comes: one that says or turns out to be too large is not read to its end. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > limitBytes) {
      await reader?.cancel();
      throw tooLarge(limitBytes);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

export function tooLarge(limitBytes: number): RequestError {
  return new RequestError('TOO_LARGE', `The body must have at most ${limitBytes} bytes.`);
}

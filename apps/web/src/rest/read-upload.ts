import { readBytes } from './read-bytes.ts';
import { RequestError } from './request-error.ts';

/** A body of bytes of the one type that is accepted. */
export async function readUpload(
  request: Request,
  { mediaType, limitBytes }: { mediaType: string; limitBytes: number },
): Promise<Uint8Array> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== mediaType) {
    throw new RequestError('UNSUPPORTED_MEDIA_TYPE', `The body must be ${mediaType}.`);
  }
  return readBytes(request, limitBytes);
}

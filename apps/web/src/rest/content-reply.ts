import type { ByteStream } from '@raydeck/core';
import type { JsonContent } from '@raydeck/services';
import type { Reply } from './endpoint.ts';
import { textStream } from './text-stream.ts';

/** JSON that goes out as it stands, with a name for browsers that are to save it. */
export function jsonReply(content: JsonContent, filename: string | null): Reply {
  // How long it is when all that must not be shown is masked, nobody knows before its end.
  if (content.kind === 'stored') return { status: 200, stream: streamOf(content.body), headers: attachment(filename) };
  const { stream, sizeBytes } = textStream(content.text);
  return { status: 200, stream, headers: { 'content-length': String(sizeBytes), ...attachment(filename) } };
}

export function attachment(filename: string | null): Record<string, string> {
  return filename === null ? {} : { 'content-disposition': `attachment; filename="${filename}"` };
}

/** A piece is read when the one before was taken; whoever leaves ends the reading. */
export function streamOf(body: ByteStream): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next: IteratorResult<Uint8Array, unknown> = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
}

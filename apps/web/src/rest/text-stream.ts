const chunkBytes = 64 * 1024;

/** Text as bytes, a piece at a time as the reader takes them. */
export function textStream(text: string): { stream: ReadableStream<Uint8Array>; sizeBytes: number } {
  const bytes = Buffer.from(text);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + chunkBytes));
      at += chunkBytes;
      if (at >= bytes.length) controller.close();
    },
  });
  return { stream, sizeBytes: bytes.length };
}

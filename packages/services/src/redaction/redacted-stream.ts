/** What masks text that comes in pieces: `Redaction.textStream()` for output, `Redaction.jsonStream(root)` for a result. */
interface Masker {
  push: (piece: string) => string;
  end: () => string;
}

/**
 * Bytes as they may be shown, wherever they were cut, also within a character. For what is not read as a whole: kept logs,
 * large results. Nothing is given out that has not been looked at; what is held back is a line, or a value of JSON, at most.
 * Throws INVALID when a result is no JSON: what was given out until then is masked all the same.
 */
export async function* redactedStream(source: AsyncIterable<unknown>, masker: Masker): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of source) {
    const text = masker.push(decoder.decode(piece as Uint8Array, { stream: true }));
    if (text !== '') yield text;
  }
  const rest = masker.push(decoder.decode()) + masker.end();
  if (rest !== '') yield rest;
}

/** The same as bytes again. */
export async function* redactedBytes(source: AsyncIterable<unknown>, masker: Masker): AsyncGenerator<Uint8Array> {
  for await (const text of redactedStream(source, masker)) yield Buffer.from(text);
}

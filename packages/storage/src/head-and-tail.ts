/** Keeps the head and the tail of what it is given, within a limit; what was between is counted and said. */
export interface HeadAndTail {
  write(piece: Uint8Array): void;
  /** What was kept, the gap named in its place; and how many bytes there were in all. */
  read(): { content: Buffer; totalBytes: number };
}

/** Half of the limit for each end. Holds twice the limit at most. */
export function keepHeadAndTail(limitBytes: number): HeadAndTail {
  const headLimit = Math.floor(limitBytes / 2);
  const tailLimit = limitBytes - headLimit;
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let totalBytes = 0;

  const shorten = (): void => {
    const kept = Buffer.concat(tail).subarray(-tailLimit);
    // A copy: a view would keep the whole alive.
    tail = [Buffer.from(kept)];
    tailBytes = kept.length;
  };

  return {
    write: (piece) => {
      totalBytes += piece.length;
      const first = piece.subarray(0, headLimit - headBytes);
      if (first.length > 0) {
        head.push(Buffer.from(first));
        headBytes += first.length;
      }
      const rest = piece.subarray(first.length);
      if (rest.length === 0) return;
      tail.push(Buffer.from(rest.subarray(-tailLimit)));
      tailBytes += Math.min(rest.length, tailLimit);
      if (tailBytes > 2 * tailLimit) shorten();
    },
    read: () => {
      if (tailBytes > tailLimit) shorten();
      const gap = totalBytes - headBytes - tailBytes;
      const ends = [Buffer.concat(head), Buffer.concat(tail)];
      const [start = Buffer.alloc(0), end = Buffer.alloc(0)] = ends;
      if (gap === 0) return { content: Buffer.concat(ends), totalBytes };
      return { content: Buffer.concat([start, Buffer.from(gapText(gap)), end]), totalBytes };
    },
  };
}

/** As the execution side says it in the logs that it sends itself. */
function gapText(bytes: number): string {
  return `\n[raydeck: ${bytes} bytes left out]\n`;
}

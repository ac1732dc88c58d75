/** What scripts decide by; the same as those of the `raydeck` command of the Python package. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, canceled: 4, notYet: 5, closedPipe: 141 } as const;

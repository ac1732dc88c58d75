/** As a datetime-local input has it: the reader's own clock. */
export function localTimeText(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What was written into such an input; null for nothing, or for what is no time. */
export function parseLocalTime(value: string): Date | null {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The end of an id: UUIDv7 begin with the time, so that neighbours differ only there. */
export function shortenId(id: string): string {
  return id.length > 14 ? `…${id.slice(-8)}` : id;
}

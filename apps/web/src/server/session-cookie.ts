/** Cookies ignore ports: two consoles on one host need different names. The prefix is the browser's promise of https. */
export function sessionCookiePrefix(consoleUrl: string): string {
  const { protocol, port } = new URL(consoleUrl);
  const name = `raydeck-${port || 'web'}`;
  return protocol === 'https:' ? `__Secure-${name}` : name;
}

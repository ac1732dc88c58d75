const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Twenty characters that nobody confuses when reading them out: 115 bits. */
export function newPassword(): string {
  const password: string[] = [];
  while (password.length < 20) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    // Bytes beyond the last whole round would favour the alphabet's beginning.
    if (byte < 256 - (256 % alphabet.length)) password.push(alphabet.charAt(byte % alphabet.length));
  }
  return password.join('');
}

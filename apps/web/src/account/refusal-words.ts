const words: Record<string, string> = {
  unverified: 'Your provider does not vouch for your e-mail address, so you cannot be told from others.',
  unknown: 'You have no account here yet. Ask an administrator to invite you.',
  role: 'No group of yours has a role here. Ask an administrator.',
  disabled: 'This account is disabled.',
};

/** Why signing in at a provider led to nothing; null when nobody tried. */
export function refusalWords(refused: string | undefined, error: string | undefined): string | null {
  if (refused !== undefined) return words[refused] ?? 'Signing in at the provider did not work. Try again.';
  return error === undefined ? null : 'Signing in at the provider did not work. Try again.';
}

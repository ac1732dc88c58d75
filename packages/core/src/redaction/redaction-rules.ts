import { RaydeckError } from '../error.ts';
import { namePattern, nameWords } from './name-pattern.ts';
import { advance, type PathPattern, pathPattern, type PathRoot, type PathStates } from './path-pattern.ts';

/** What stands in place of a value that is not shown. No text says this by chance. */
export const mask = '‹redacted›';

/** Which names and paths hold what nobody is shown. */
export interface RedactionRules {
  isSecretName: (name: string) => boolean;
  /** Where a path that begins with this root stands. */
  pathsFrom: (root: PathRoot) => PathStates;
}

/** Names whose values are redacted unless settings say otherwise; `namePattern` says how they are read. */
export const defaultRedactedKeys = [
  '*password*',
  '*passwd*',
  '*passphrase*',
  'pwd',
  '=pass',
  '=auth',
  '*secret*',
  'token',
  '*token',
  'access_tokens',
  'api_tokens',
  'auth_tokens',
  'bearer_tokens',
  'refresh_tokens',
  'session_tokens',
  'authorization',
  'bearer',
  'jwt',
  'api_key',
  'api_keys',
  'access_key',
  'account_key',
  'encryption_key',
  'private_key',
  'service_key',
  'signing_key',
  'ssh_key',
  'credential',
  'credentials',
  'connection_string',
  'cookie',
  'cookies',
  'session_id',
  'session_key',
  'csrf',
  'otp',
  'pin',
  'pin_code',
  'credit_card',
  'credit_cards',
  'card_number',
  'card_no',
  'cc_number',
  'cvc',
  'cvv',
  'cvc2',
  'cvv2',
  'security_code',
  'iban',
  'ssn',
  'social_security_number',
] as const;

/** Names come again and again: each is decided once. */
const rememberedNames = 5_000;
const mostPatterns = 500;

/**
 * The rules by patterns: `keys` are added to the defaults, and `-pattern` takes a default out, `-*` all of them. `paths` have no
 * defaults. Throws INVALID for a pattern that means nothing.
 */
export function redactionRules({
  keys = [],
  paths = [],
}: { keys?: readonly string[]; paths?: readonly string[] } = {}): RedactionRules {
  if (keys.length + paths.length > mostPatterns) {
    throw new RaydeckError('INVALID', `There are more than ${mostPatterns} patterns.`);
  }
  const removed = keys.filter((key) => key.startsWith('-')).map((key) => key.slice(1));
  const known = new Set<string>(defaultRedactedKeys);
  for (const key of removed) {
    if (key !== '*' && !known.has(key)) throw new RaydeckError('INVALID', `"-${key}" takes out what is no default.`);
  }
  const kept = removed.includes('*') ? [] : defaultRedactedKeys.filter((key) => !removed.includes(key));
  const tests = [...kept, ...keys.filter((key) => !key.startsWith('-'))].map(namePattern);
  const patterns = paths.map(pathPattern);
  const isSecretName = remembered((name) => {
    const words = nameWords(name);
    const squashed = words.replaceAll('_', '');
    return tests.some((test) => test(words, squashed));
  });
  return { isSecretName, pathsFrom: (root) => startOf(patterns, root) };
}

function startOf(patterns: readonly PathPattern[], root: PathRoot): PathStates {
  return patterns.length === 0 || root === 'call' ? patterns : advance(patterns, root);
}

function remembered(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const decided = decide(name);
    if (known.size >= rememberedNames) known.clear();
    if (name.length <= 256) known.set(name, decided);
    return decided;
  };
}

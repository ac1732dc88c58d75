import { RaydeckError } from '../error.ts';

/** Whether a name, as `nameWords` gives it, is meant. */
type NameTest = (words: string, squashed: string) => boolean;

/** No name of a parameter or a key is longer; of a longer one so much is looked at. */
const longestName = 256;
const longestPattern = 100;

/** `accessToken`, `ACCESS-TOKEN` and `access token` as `access_token`. */
export function nameWords(name: string): string {
  return name
    .slice(0, longestName)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

/**
 * A pattern of names: `api_key` means these words anywhere in a name, also written as one (`X-Api-Key`, `stripeApikey`);
 * `*key` is held against the whole name, with `*` for anything; `=key` means this name alone. Throws INVALID.
 */
export function namePattern(pattern: string): NameTest {
  const isExact = pattern.startsWith('=');
  const body = isExact ? pattern.slice(1) : pattern;
  if (body.length > longestPattern) throw invalid(pattern, `has more than ${longestPattern} characters`);
  const parts = body.split('*').map(nameWords);
  if (parts.every((part) => part === '')) throw invalid(pattern, 'has no letter and no digit');
  if (isExact && parts.length > 1) throw invalid(pattern, 'has both = and *');
  const [whole = ''] = parts;
  const joined = whole.replaceAll('_', '');
  if (isExact) return (words, squashed) => words === whole || squashed === joined;
  if (parts.length === 1) return (words) => `_${words}_`.includes(`_${whole}_`) || `_${words}_`.includes(`_${joined}_`);
  const squashedParts = parts.map((part) => part.replaceAll('_', ''));
  return (words, squashed) => fits(parts, words) || fits(squashedParts, squashed);
}

/** Each part at the first place where it fits: without a way back, so in one go. */
function fits(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function invalid(pattern: string, problem: string): RaydeckError {
  return new RaydeckError('INVALID', `The pattern "${pattern.slice(0, longestPattern)}" ${problem}.`);
}

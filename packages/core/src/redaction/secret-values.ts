import { mask } from './redaction-rules.ts';
import { spellingsOf } from './spellings.ts';
import { type ValueMatcher, valueMatcher } from './value-matcher.ts';

/** A value of so many characters is masked wherever it stands; a shorter one would mask half of a page. */
export const leastAnywhere = 6;
/** One of so many, when it stands alone as a word; what is shorter is masked at its own path only. */
const leastAsWord = 4;

/** UTF-16 units of all spellings. What has more is not searched for: then other text is not shown at all. */
const mostUnits = 256 * 1024;

/** What values are written with by everybody. */
const common = new Set(['null', 'none', 'None', 'true', 'True', 'false', 'False', 'undefined']);

/** The values that were found at redacted paths, to be masked wherever they recur. */
export class SecretValues {
  readonly #anywhere = new Set<string>();
  readonly #words = new Set<string>();
  readonly #known = new Set<string>();
  #units = 0;
  #matcher: ValueMatcher | null = null;

  /** Whether they are too many to be searched for. */
  get isTooMuch(): boolean {
    return this.#units > mostUnits;
  }

  /** For when the values are not known. */
  countAsTooMuch(): void {
    this.#units = Infinity;
  }

  get isEmpty(): boolean {
    return this.#anywhere.size + this.#words.size === 0;
  }

  add(value: string): void {
    if (value.length < leastAsWord || common.has(value) || value === mask || this.isTooMuch) return;
    if (value.length < leastAnywhere && /^[\p{L}\p{N}_]+$/u.test(value)) {
      this.#words.add(value);
      return;
    }
    if (value.trim() === '' || this.#known.has(value)) return;
    this.#known.add(value);
    const texts = value.length > mostUnits ? [] : spellingsOf(value, Math.min(leastAnywhere, value.trim().length));
    if (texts.length === 0) this.countAsTooMuch();
    for (const text of texts) {
      if (this.#anywhere.has(text)) continue;
      this.#anywhere.add(text);
      this.#units += text.length;
    }
    this.#matcher = null;
  }

  /** How many of a text's first units are the end of a value whose beginning was cut off. */
  cutOffAtStart(text: string): number {
    let longest = 0;
    for (const value of this.#anywhere) {
      const end = value.slice(-leastAnywhere);
      for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) {
        const length = at + end.length;
        if (length > longest && value.endsWith(text.slice(0, length))) longest = length;
      }
    }
    return longest;
  }

  isWord(word: string): boolean {
    return this.#words.has(word);
  }

  get hasWords(): boolean {
    return this.#words.size > 0;
  }

  /** Null when there is nothing to look for. */
  matcher(): ValueMatcher | null {
    if (this.#anywhere.size === 0) return null;
    this.#matcher ??= valueMatcher(this.#anywhere);
    return this.#matcher;
  }
}

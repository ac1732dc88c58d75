import { addressPasswordsIn, withoutScheme } from './named-values.ts';
import { type ArgumentNames, jsonRedactor, type JsonRedactor, withoutPaths } from './json-redactor.ts';
import type { PathRoot } from './path-pattern.ts';
import { mask, type RedactionRules } from './redaction-rules.ts';
import { SecretValues } from './secret-values.ts';
import { maskText, type TextMasker, textMasker } from './text-masker.ts';

/**
 * What is not shown of one thing, such as a task: first it is told of all JSON that has redacted paths (`learn`), then it shows
 * anything that belongs to that thing.
 */
export class Redaction {
  readonly #rules: RedactionRules;
  readonly #names: ArgumentNames | undefined;
  readonly #secrets = new SecretValues();

  constructor(rules: RedactionRules, names?: ArgumentNames) {
    this.#rules = rules;
    this.#names = names;
  }

  /** Takes the values at redacted paths of this JSON text; text that is none has no paths. */
  learn(root: PathRoot, json: string): void {
    try {
      this.#redact(root, json, this.#collecting);
    } catch {
      // What is no JSON is shown as a mask.
    }
  }

  /** Takes a value that is known to be secret. */
  learnValue(value: string): void {
    for (const one of [value, withoutScheme(value), ...addressPasswordsIn(value)]) this.#secrets.add(one);
  }

  /** From now on no text is shown: what it must not hold is not known. */
  withhold(): void {
    this.#secrets.countAsTooMuch();
  }

  /** The same for JSON that comes in pieces. What it gives out is not to be shown. */
  learner(root: PathRoot): JsonRedactor {
    const onSecret = (value: string): void => this.learnValue(value);
    return jsonRedactor({ rules: this.#rules, root, names: this.#names, onSecret, show: this.#collecting });
  }

  /** JSON text as it is shown. What was learned is masked wherever it stands; what is no JSON is masked whole. */
  json(root: PathRoot, json: string): string {
    try {
      return this.#redact(root, json, (text) => this.#within(text));
    } catch {
      return JSON.stringify(mask);
    }
  }

  /** The same for JSON that comes in pieces. It also learns from what passes, for later pieces and other text. */
  jsonStream(root: PathRoot): JsonRedactor {
    const onSecret = (value: string): void => this.learnValue(value);
    return jsonRedactor({ rules: this.#rules, root, names: this.#names, onSecret, show: (text) => this.#within(text) });
  }

  /** Other text as it is shown: an error, a traceback, a message, output. At its ends a value may have been cut off. */
  text(text: string): string {
    return maskText(text, this.#rules, this.#secrets, { start: true, end: true });
  }

  /** The same for text that comes in pieces, such as output. What is learned later does not reach it. */
  textStream(): TextMasker {
    return textMasker(this.#rules, this.#secrets);
  }

  /** Any value of ours, such as an event's data, as it is shown; `name` is what it stands under. */
  value<T>(value: T, name?: string): T {
    if (value === undefined || value === null) return value;
    const json = JSON.stringify(name === undefined ? [value] : { [name]: value });
    const shown = this.#redact('result', json, (text) => this.#within(text), withoutPaths(this.#rules));
    // One member, whatever its name is shown as.
    return Object.values<T>(JSON.parse(shown) as Record<string, T>)[0] as T;
  }

  /** A text in JSON is whole. */
  #within(text: string): string {
    return maskText(text, this.#rules, this.#secrets, { start: false, end: false });
  }

  #redact(root: PathRoot, json: string, show: (text: string) => string, rules = this.#rules): string {
    const onSecret = (value: string): void => this.learnValue(value);
    const redactor = jsonRedactor({ rules, root, names: this.#names, onSecret, show });
    return redactor.push(json) + redactor.end();
  }

  /** Passwords in addresses are learned wherever they stand. */
  #collecting = (text: string): string => {
    if (text.includes('://')) for (const password of addressPasswordsIn(text)) this.#secrets.add(password);
    return text;
  };
}

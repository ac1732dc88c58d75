import type { Span } from './span.ts';

/** 13 to 19 digits in one go, or in groups as they stand on a card; not within a word, a longer number or a fraction. */
const candidate =
  /(?<![\p{L}\p{N}])(?<!\p{N}[.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3}(?![\p{L}\p{N}]))?|\d{4}([ -])\d{6}\2\d{4,5})(?![\p{L}\p{N}])(?!\.\d)/gu;

/** First digits of those who issue cards: not those of times, which begin with 1. */
const issuer = /^(?:4|5[0-8]|2[2-7]|3[0-9]|6)/;

/** Credit card numbers: an issuer's digits with the right check digit. */
export function cardNumbersIn(text: string): Span[] {
  if (!/\d{4}/.test(text)) return [];
  const spans: Span[] = [];
  for (const match of text.matchAll(candidate)) {
    // A fifth group may be another number.
    const shorter = match[1] === undefined ? match[0] : match[0].split(match[1]).slice(0, 4).join(match[1]);
    const found = [match[0], shorter].find(isCardNumber);
    if (found) spans.push({ from: match.index, to: match.index + found.length });
  }
  return spans;
}

function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, '');
  return digits.length >= 13 && issuer.test(digits) && hasCheckDigit(digits);
}

/** By Luhn. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

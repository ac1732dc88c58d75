import { cardNumbersIn } from './card-numbers.ts';
import { namedValuesIn } from './named-values.ts';
import { mask, type RedactionRules } from './redaction-rules.ts';
import { leastAnywhere, type SecretValues } from './secret-values.ts';
import { maskSpans, type Span } from './span.ts';
import { longestPiece } from './spellings.ts';
import type { ValueMatcher } from './value-matcher.ts';

/** What is shown instead of text when there is more to mask than can be searched for. */
const withheldText = `${mask} (all of it: the payload is too large to be searched for what is redacted)`;

/** Masks text that comes in pieces, wherever it was cut, and gives out whole lines. */
export interface TextMasker {
  /** What can be shown by now. */
  push: (piece: string) => string;
  /** The rest. */
  end: () => string;
}

/** A longer line is given out in parts; of the last so many units of a part it is not yet known what they are. */
const longestLine = 64 * 1024;
const undecided = 512;

/** Words of ours where the middle of a long text was left out: values may be cut off on both sides. */
const leftOut = /(\n(?:\.\.\. \d+ characters in all, the middle left out \.\.\.|\[raydeck: \d+ bytes left out\])\n)/;
/** What may be the beginning of them. */
const leftOutBegins = /\n(?:[.[][^\n]{0,80})?$/;

/** What a cut leaves behind: half a character, dots. */
const markAtEnd = /(?:\ufffd|…|\.{3}){1,3}$/;
const markAtStart = /^(?:\ufffd|…|\.{3}){1,3}/;
const longestMark = 9;

/** At which ends a text may have been cut within a value, as the end of a log was: then a part of a value is masked too. */
export interface CutEnds {
  start: boolean;
  end: boolean;
}

/** Text without values that recur, without what stands beside a redacted name, passwords in addresses and card numbers. */
export function maskText(text: string, rules: RedactionRules, secrets: SecretValues, cut: CutEnds): string {
  if (text === '') return '';
  if (secrets.isTooMuch) return withheldText;
  if (!text.includes('left out')) return maskPart(text, rules, secrets, cut);
  const parts = text.split(leftOut);
  return parts
    .map((part, at) => {
      const ends = { start: cut.start || at > 0, end: cut.end || at < parts.length - 1 };
      return maskPart(part, rules, secrets, ends);
    })
    .join('');
}

function maskPart(text: string, rules: RedactionRules, secrets: SecretValues, cut: CutEnds): string {
  const spans = spansIn(text, rules, secrets);
  const matcher = secrets.matcher();
  if (matcher) {
    search(matcher, text, 0, 0, spans);
    if (cut.end) spans.push(...cutOffAtEnd(matcher, text));
    if (cut.start) spans.push(...cutOffAtStart(secrets, text));
  }
  return spans.length === 0 ? text : maskSpans(text, spans);
}

/** The beginning of a value before the end. */
function cutOffAtEnd(matcher: ValueMatcher, text: string): Span[] {
  const rest = text.slice(-(longestPiece + longestMark));
  const to = text.length - (markAtEnd.exec(rest)?.[0].length ?? 0);
  const state = search(matcher, text.slice(0, to), Math.max(text.length - rest.length, 0), 0, []);
  const depth = matcher.depthAt(state);
  return depth < leastAnywhere ? [] : [{ from: to - depth, to }];
}

/** The end of one at the beginning. */
function cutOffAtStart(secrets: SecretValues, text: string): Span[] {
  const from = markAtStart.exec(text)?.[0].length ?? 0;
  const length = secrets.cutOffAtStart(text.slice(from, from + longestPiece));
  return length === 0 ? [] : [{ from, to: from + length }];
}

/** All but values that recur. */
function spansIn(text: string, rules: RedactionRules, secrets: SecretValues): Span[] {
  return [...cardNumbersIn(text), ...namedValuesIn(text, rules), ...wordsIn(text, secrets)];
}

/** Goes on from a place and a state, notes what it finds, and returns the state at the end. */
function search(matcher: ValueMatcher, text: string, from: number, before: number, found: Span[]): number {
  let state = before;
  for (let at = from; at < text.length; at += 1) {
    state = matcher.step(state, text.charCodeAt(at));
    if (state === 0) continue;
    const length = matcher.endingAt(state);
    if (length > 0) found.push({ from: at + 1 - length, to: at + 1 });
  }
  return state;
}

/** The same for a stream. With a value that was found meanwhile, take a new one. */
export function textMasker(rules: RedactionRules, secrets: SecretValues): TextMasker {
  if (secrets.isTooMuch) return withholding();
  let part = partMasker(rules, secrets);
  let held = '';
  return {
    push: (piece) => {
      let text = held + piece;
      const shown: string[] = [];
      for (let mark = leftOut.exec(text); mark; mark = leftOut.exec(text)) {
        shown.push(part.push(text.slice(0, mark.index)), part.end(), mark[0]);
        text = text.slice(mark.index + mark[0].length);
        part = partMasker(rules, secrets);
      }
      const until = leftOutBegins.exec(text.slice(-100))?.[0].length ?? 0;
      held = text.slice(text.length - until);
      return [...shown, part.push(text.slice(0, text.length - until))].join('');
    },
    end: () => part.push(held) + part.end(),
  };
}

/** For a stream in which nothing was left out; at its ends values may be cut off. */
function partMasker(rules: RedactionRules, secrets: SecretValues): TextMasker {
  const matcher = secrets.matcher();
  let held = '';
  /** Values that recur in what is held, and in it the state of the search. */
  let found: Span[] = [];
  let state = 0;
  let searchedTo = 0;
  /** After the last line break in what is held. */
  let lineStart = 0;
  let isBeginning = matcher !== null;
  /** What was given out ended within a value of a long line, which goes on to its next blank. */
  let isOpen = false;

  const add = (piece: string): void => {
    const brokenAt = piece.lastIndexOf('\n');
    if (brokenAt >= 0) lineStart = held.length + brokenAt + 1;
    if (isOpen) {
      const rest = /^[^\s"'<>]*/.exec(piece)?.[0].length ?? 0;
      if (rest > 0) found.push({ from: held.length, to: held.length + rest });
      isOpen = rest === piece.length;
    }
    held += piece;
  };
  const searchOn = (): void => {
    if (matcher) state = search(matcher, held, searchedTo, state, found);
    searchedTo = held.length;
  };
  const give = (end: number, spans: readonly Span[]): string => {
    const text = maskSpans(held, spans, 0, end);
    found = spans.filter(({ to }) => to > end).map(({ from, to }) => ({ from: Math.max(from - end, 0), to: to - end }));
    held = held.slice(end);
    searchedTo -= end;
    lineStart = Math.max(lineStart - end, 0);
    return text;
  };
  /** Whole lines, as far as no value may begin in one and end later. */
  const giveLines = (): string => {
    const decided = held.length - (matcher?.depthAt(state) ?? 0);
    let end = lineStart <= decided ? lineStart : held.lastIndexOf('\n', decided - 1) + 1;
    for (const { from, to } of found.toReversed()) {
      if (from < end && to > end) end = from === 0 ? 0 : held.lastIndexOf('\n', from - 1) + 1;
    }
    return end > 0 ? give(end, [...found, ...spansIn(held.slice(0, end), rules, secrets)]) : '';
  };
  const giveLongLine = (): string => {
    const decided = held.length - Math.max(matcher?.depthAt(state) ?? 0, undecided);
    const named = spansIn(held, rules, secrets);
    isOpen = named.some(({ to }) => to === held.length);
    return give(decided, [...found, ...named]);
  };
  const begin = (isWhole: boolean): boolean => {
    if (!isBeginning) return true;
    if (held.length < longestPiece + longestMark && !isWhole) return false;
    isBeginning = false;
    found.push(...cutOffAtStart(secrets, held));
    return true;
  };

  return {
    push: (piece) => {
      add(piece);
      if (!begin(false)) return '';
      searchOn();
      const lines = giveLines();
      return held.length > longestLine ? lines + giveLongLine() : lines;
    },
    end: () => {
      begin(true);
      searchOn();
      if (matcher) found.push(...cutOffAtEnd(matcher, held));
      return give(held.length, [...found, ...spansIn(held, rules, secrets)]);
    },
  };
}

function wordsIn(text: string, secrets: SecretValues): Span[] {
  if (!secrets.hasWords) return [];
  return [...text.matchAll(/[\p{L}\p{N}_]+/gu)]
    .filter(([word]) => secrets.isWord(word))
    .map(({ 0: word, index }) => ({ from: index, to: index + word.length }));
}

/** Says once that there is something, and nothing of it. */
function withholding(): TextMasker {
  let isSaid = false;
  return {
    push: (piece) => {
      if (isSaid || piece === '') return '';
      isSaid = true;
      return withheldText;
    },
    end: () => '',
  };
}

import { RaydeckError } from '../error.ts';
import { advance, isReached, type PathRoot, type PathStates } from './path-pattern.ts';
import { mask, type RedactionRules } from './redaction-rules.ts';

/** What a callable's signature says of its arguments. */
export interface ArgumentNames {
  /** Names that the argument at this place goes by; several where versions of the code differ. */
  namesAt: (index: number) => readonly string[];
  /** Whether a parameter was declared as one that is not shown. */
  isDeclaredSecret: (name: string) => boolean;
}

export interface JsonRedactorOptions {
  rules: RedactionRules;
  root: PathRoot;
  names?: ArgumentNames | undefined;
  /** Told of each value at a redacted path: a string's text, a number's digits. */
  onSecret: (value: string) => void;
  /** What is shown of a text at any other path. */
  show: (text: string) => string;
}

/** Redacts JSON text that comes in pieces: all that is shown stays as it was written, digit for digit. */
export interface JsonRedactor {
  push: (piece: string) => string;
  /** Throws INVALID when it was no JSON. */
  end: () => string;
}

interface Frame {
  isObject: boolean;
  /** Of an object, the member that comes or is under way; null where a name comes next. */
  key: string | null;
  index: number;
  states: PathStates;
}

/** JSON within strings within JSON is looked into so deep. */
const mostNested = 6;
/** A token is waited for up to this length, in UTF-16 units. */
const longestToken = 64 * 1024 * 1024;

const maskJson = JSON.stringify(mask);
const blanks = /[ \t\n\r]+/y;
const word = /[^ \t\n\r,:[\]{}"]+/y;

export function jsonRedactor(options: JsonRedactorOptions, nested = 0, hiddenFromStart = false): JsonRedactor {
  const { rules, root, names, onSecret, show } = options;
  const stack: Frame[] = [];
  const start = rules.pathsFrom(root);
  /** How deep the stack was where a redacted value began. */
  let hiddenAt = hiddenFromStart ? 0 : Infinity;
  let held = '';
  /** An unfinished string is not searched again for its end, and not put together before that has come. */
  let searchedTo = 0;
  let waiting: string[] = [];

  /** Of what the next value is an argument. */
  const sectionOf = (): 'args' | 'kwargs' | null => {
    const section = root === 'call' ? stack[0]?.key : root;
    const isArgument = stack.length === (root === 'call' ? 2 : 1);
    return isArgument && (section === 'args' || section === 'kwargs') ? section : null;
  };
  const statesOfNext = (frame: Frame): PathStates => {
    if (frame.states.length === 0 && stack.length > 2) return frame.states;
    const step = frame.isObject ? (frame.key ?? '') : String(frame.index);
    const states = advance(frame.states, step);
    if (sectionOf() !== 'args' || frame.isObject) return states;
    // What goes by position is also found by its name.
    const byName = (names?.namesAt(frame.index) ?? []).flatMap((name) => advance(rules.pathsFrom('kwargs'), name));
    return [...states, ...byName];
  };
  const isSecret = (frame: Frame | undefined, states: PathStates): boolean => {
    if (!frame) return false;
    if (isReached(states)) return true;
    const section = sectionOf();
    const byPlace = section === 'args' ? (names?.namesAt(frame.index) ?? []) : [];
    const called = frame.isObject ? [frame.key ?? ''] : byPlace;
    return called.some(
      (name) => rules.isSecretName(name) || (section !== null && names?.isDeclaredSecret(name) === true),
    );
  };
  const shown = (text: string): string => (stack.length >= hiddenAt ? '' : text);
  /** A value that is no container, or a container's beginning. */
  const scalar = (token: string): string => {
    const frame = stack.at(-1);
    const states = frame ? statesOfNext(frame) : start;
    const isHidden = stack.length >= hiddenAt;
    if (isHidden || isSecret(frame, states)) {
      if (!collect(token)) return isHidden ? '' : token;
      return isHidden ? '' : maskJson;
    }
    return showToken(token);
  };
  /** False for what is no secret anywhere: null and the two words. */
  const collect = (token: string): boolean => {
    if (token === 'null' || token === 'true' || token === 'false' || token === '""') return false;
    if (!token.startsWith('"')) {
      onSecret(token);
      return true;
    }
    const text = textOf(token);
    onSecret(text);
    if (isJsonContainer(text) && nested < mostNested) redactNested(text, true);
    return true;
  };
  const redactNested = (text: string, isHidden: boolean): string => {
    const inner = jsonRedactor(
      { ...options, root: 'result', names: undefined, rules: withoutPaths(rules) },
      nested + 1,
      isHidden,
    );
    return inner.push(text) + inner.end();
  };
  const showToken = (token: string): string => {
    if (!token.startsWith('"')) return token.length < 4 || show(token) === token ? token : maskJson;
    const text = textOf(token);
    const safe = isJsonContainer(text) && nested < mostNested ? redactNested(text, false) : show(text);
    return safe === text ? token : JSON.stringify(safe);
  };
  const open = (bracket: string): string => {
    const frame = stack.at(-1);
    const states = frame ? statesOfNext(frame) : start;
    const before = shown(bracket);
    const isHidden = stack.length >= hiddenAt;
    const hides = !isHidden && isSecret(frame, states);
    stack.push({ isObject: bracket === '{', key: null, index: 0, states });
    if (!hides) return before;
    hiddenAt = stack.length;
    return maskJson;
  };
  const close = (bracket: string): string => {
    const frame = stack.pop();
    if (!frame || frame.isObject !== (bracket === '}')) throw noJson();
    if (stack.length >= hiddenAt) return '';
    if (stack.length + 1 < hiddenAt) return bracket;
    hiddenAt = Infinity;
    return '';
  };
  const string = (token: string): string => {
    const frame = stack.at(-1);
    if (frame?.isObject !== true || frame.key !== null) return scalar(token);
    frame.key = textOf(token);
    if (stack.length >= hiddenAt) return '';
    const safe = show(frame.key);
    return safe === frame.key ? token : JSON.stringify(safe);
  };
  const comma = (): string => {
    const frame = stack.at(-1);
    if (!frame) throw noJson();
    frame.key = null;
    frame.index += 1;
    return shown(',');
  };

  /** As many tokens as are whole. */
  const work = (isAll: boolean): string => {
    const pieces: string[] = [];
    let at = 0;
    while (at < held.length) {
      const character = held[at] ?? '';
      if (character === '"') {
        const end = endOfString(held, at, at === 0 ? searchedTo : 0);
        if (end < 0) break;
        pieces.push(string(held.slice(at, end)));
        at = end;
      } else if (character === '{' || character === '[') {
        pieces.push(open(character));
        at += 1;
      } else if (character === '}' || character === ']') {
        pieces.push(close(character));
        at += 1;
      } else if (character === ',') {
        pieces.push(comma());
        at += 1;
      } else if (character === ':') {
        pieces.push(shown(':'));
        at += 1;
      } else {
        const isBlank = endOf(blanks, held, at);
        const end = isBlank > at ? isBlank : endOf(word, held, at);
        if (end === held.length && isBlank <= at && !isAll) break;
        const token = held.slice(at, end);
        pieces.push(isBlank > at ? shown(token) : scalar(literal(token)));
        at = end;
      }
    }
    held = held.slice(at);
    searchedTo = held.length;
    return pieces.join('');
  };

  return {
    push: (piece) => {
      if (held.startsWith('"') && !piece.includes('"')) {
        waiting.push(piece);
        return '';
      }
      held = [held, ...waiting, piece].join('');
      waiting = [];
      if (held.length > longestToken) throw noJson();
      return work(false);
    },
    end: () => {
      if (waiting.length > 0) throw noJson();
      const text = work(true);
      if (held !== '' || stack.length > 0) throw noJson();
      return text;
    },
  };
}

function isJsonContainer(text: string): boolean {
  const trimmed = text.trim();
  const [first, last] = [trimmed[0], trimmed.at(-1)];
  if (!((first === '{' && last === '}') || (first === '[' && last === ']'))) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

/** For JSON that is no argument and no result. */
export function withoutPaths(rules: RedactionRules): RedactionRules {
  return { ...rules, pathsFrom: () => [] };
}

/** After the closing quote; -1 when it has not come yet. */
export function endOfString(text: string, start: number, from = 0): number {
  for (let at = Math.max(start + 1, from); ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return -1;
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Throws for a literal that JSON does not know. */
function literal(token: string): string {
  if (/^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(token)) return token;
  throw noJson();
}

function textOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return String(JSON.parse(token));
  } catch {
    throw noJson();
  }
}

function noJson(): RaydeckError {
  return new RaydeckError('INVALID', 'The text is not JSON.');
}

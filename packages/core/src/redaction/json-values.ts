import { endOfString } from './json-redactor.ts';

/** A value in JSON text, and where it stands: names and indexes from the top. */
export interface JsonValue {
  path: readonly (string | number)[];
  from: number;
  to: number;
}

interface Frame {
  from: number;
  path: readonly (string | number)[];
  key: string | null;
  index: number;
  isObject: boolean;
}

const word = /[^ \t\n\r,:[\]{}"]+/y;

/** Every value, containers after what they hold. The text must be JSON. */
export function* jsonValues(text: string): Generator<JsonValue> {
  const stack: Frame[] = [];
  const pathOfNext = (): readonly (string | number)[] => {
    const frame = stack.at(-1);
    if (!frame) return [];
    return [...frame.path, frame.isObject ? (frame.key ?? '') : frame.index];
  };
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    const frame = stack.at(-1);
    if (character === '{' || character === '[') {
      stack.push({ from: at, path: pathOfNext(), key: null, index: 0, isObject: character === '{' });
      at += 1;
    } else if (character === '}' || character === ']') {
      stack.pop();
      at += 1;
      if (frame) yield { path: frame.path, from: frame.from, to: at };
    } else if (character === ',') {
      if (frame) Object.assign(frame, { key: null, index: frame.index + 1 });
      at += 1;
    } else if (character === '"') {
      const to = endOfString(text, at);
      if (to < 0) return;
      if (frame?.isObject === true && frame.key === null) frame.key = String(JSON.parse(text.slice(at, to)));
      else yield { path: pathOfNext(), from: at, to };
      at = to;
    } else {
      word.lastIndex = at;
      if (word.test(text)) yield { path: pathOfNext(), from: at, to: (at = word.lastIndex) };
      else at += 1;
    }
  }
}

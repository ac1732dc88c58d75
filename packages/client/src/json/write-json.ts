const marker: unique symbol = Symbol('JSON text');

/** JSON text that is sent as it is. Made by {@link rawJson}. */
export interface RawJson {
  readonly [marker]: string;
}

/**
 * JSON text in the place of a value: for args, kwargs, or anything inside of them. Digits, number formats and the order
 * of keys reach the task as they are written. Throws a SyntaxError when the text is not JSON.
 *
 * @example
 * await client.enqueue({ callable: 'shop.tasks.charge', args: rawJson('[12345678901234567890, 1.10]') });
 */
export function rawJson(text: string): RawJson {
  JSON.parse(text);
  return { [marker]: text };
}

/** Deeper values than this contain themselves, or are refused by the server anyway. */
const depthLimit = 500;

/**
 * JSON as JSON.stringify writes it, and beyond it: bigints by their digits, {@link RawJson} as its text. Throws a
 * TypeError that names the place for what JSON cannot say: NaN, infinities, values that contain themselves.
 */
export function writeJson(value: unknown): string {
  return write(value, []) ?? 'null';
}

/** Undefined for what JSON.stringify leaves out. `path` leads to the value. */
function write(value: unknown, path: (string | number)[]): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) throw unsayable(path, `${value} is no JSON number`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isRaw(value)) return value[marker];
  if (path.length > depthLimit) throw unsayable(path, 'is nested too deeply, or contains itself');
  if ('toJSON' in value && typeof value.toJSON === 'function') return write(callToJson(value), path);
  if (Array.isArray(value)) return `[${value.map((item, at) => writeAt(at, item, path) ?? 'null').join(',')}]`;
  const members = Object.entries(value).flatMap(([key, item]) => {
    const text = writeAt(key, item, path);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(',')}}`;
}

function writeAt(step: string | number, item: unknown, path: (string | number)[]): string | undefined {
  path.push(step);
  const text = write(item, path);
  path.pop();
  return text;
}

function isRaw(value: object): value is RawJson {
  return marker in value;
}

/** As JSON.stringify calls it: Date, URL, Temporal and their like. */
function callToJson(value: object): unknown {
  return (value as { toJSON: () => unknown }).toJSON();
}

function unsayable(path: readonly (string | number)[], problem: string): TypeError {
  const place = path.slice(0, 10).reduce<string>((text, step) => text + segment(step, text === ''), '');
  return new TypeError(place === '' ? problem : `${place}: ${problem}`);
}

function segment(step: string | number, isFirst: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  return isFirst ? step : `.${step}`;
}

const raw = Symbol('raw JSON');

/** JSON text that goes into an answer as it is. */
export interface RawJson {
  [raw]: string;
}

export function rawJson(text: string): RawJson {
  return { [raw]: text };
}

/** JSON.stringify, with raw JSON in its place. */
export function writeJson(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value) ?? 'null';
  if (isRaw(value)) return value[raw];
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(',')}}`;
}

function isRaw(value: object): value is RawJson {
  return raw in value;
}

/** How a value is asked for. */
export type ParameterField =
  | { kind: 'text' | 'integer' | 'number' | 'boolean' | 'json' }
  /** JSON texts, of which one is taken. */
  | { kind: 'choice'; choices: string[] };

/** What a parameter's JSON Schema asks for; anything but one plain type is asked for as JSON. */
export function parameterField(schema: Readonly<Record<string, unknown>>): ParameterField {
  const plain = withoutNull(schema);
  if ('enum' in plain && Array.isArray(plain['enum'])) {
    return {
      kind: 'choice',
      choices: plain['enum'].filter((one: unknown) => one !== null).map((one: unknown) => JSON.stringify(one)),
    };
  }
  if ('const' in plain) return { kind: 'choice', choices: [JSON.stringify(plain['const'])] };
  switch (plain['type']) {
    case 'string':
      return { kind: 'text' };
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind: plain['type'] };
    default:
      return { kind: 'json' };
  }
}

/** What is typed where JSON is asked for. */
export function jsonWords(schema: Readonly<Record<string, unknown>>): string {
  const { type } = withoutNull(schema);
  return type === 'array' || type === 'object' ? `JSON ${type}` : 'JSON';
}

/** `X | None` is asked for as X: left empty it is not given. */
function withoutNull(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) {
    const named = (type as unknown[]).filter((one) => one !== 'null'); // isArray says any[].
    return named.length === 1 ? { ...schema, type: named[0] } : {};
  }
  if (Array.isArray(anyOf)) {
    const named = (anyOf as unknown[]).filter((one) => !isNullSchema(one));
    return named.length === 1 && isSchema(named[0]) ? named[0] : {};
  }
  return schema;
}

/** Whether null is among what a schema of more than one type takes. */
export function takesNull({ type, anyOf, enum: choices }: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(choices)) return choices.includes(null);
  if (Array.isArray(type)) return type.includes('null');
  return Array.isArray(anyOf) && anyOf.some(isNullSchema);
}

function isSchema(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNullSchema(value: unknown): boolean {
  return isSchema(value) && value['type'] === 'null';
}

/** What was typed, as JSON text; a problem in words when it is not what is asked for. Digits stay as typed. */
export function jsonOf(field: ParameterField, text: string): { json: string } | { problem: string } {
  switch (field.kind) {
    case 'text':
      return { json: JSON.stringify(text) };
    case 'integer':
      return /^-?(0|[1-9]\d*)$/.test(text.trim()) ? { json: text.trim() } : { problem: 'A whole number, like 42.' };
    case 'number':
      return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim())
        ? { json: text.trim() }
        : { problem: 'A number, like 1.5.' };
    case 'boolean':
    case 'choice':
    case 'json':
      return isJson(text) ? { json: text.trim() } : { problem: 'JSON, like [1, "two"] or {"name": "Ada"}.' };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

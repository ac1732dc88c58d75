/** A path below /api/v1 whose parameters cannot leave their segment. Throws a TypeError for parameters that no URL can hold. */
export function path(literals: TemplateStringsArray, ...parameters: readonly (string | number)[]): string {
  return literals.reduce((text, literal, at) => text + segment(parameters[at - 1]) + literal);
}

function segment(parameter: string | number | undefined): string {
  const text = String(parameter);
  // URLs resolve these, also when escaped.
  if (text === '' || text === '.' || text === '..')
    throw new TypeError(`"${text}" names nothing: give an id or a name.`);
  return encodeURIComponent(text);
}

/** A filter's members, as a URL has them; what is undefined stays out. */
export type Query = Readonly<Record<string, string | number | boolean | Date | undefined>>;

/** `?state=FAILED&limit=100`, or nothing. */
export function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    parameters.set(name, value instanceof Date ? value.toISOString() : String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The API's address from what people paste: with or without a slash or /api/v1 at its end. Throws a TypeError. */
export function apiAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.search !== '') {
    throw new TypeError('url must be the address of a Raydeck, such as https://raydeck.example.com.');
  }
  return `${parsed.origin}${parsed.pathname.replace(/(\/api\/v1)?\/*$/, '')}/api/v1`;
}

/** What is wrong with the text of a JSON array or object, in words; null when nothing is. */
export function checkJson(text: string, wanted: 'array' | 'object'): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : 'This is not JSON.';
  }
  const isWanted =
    wanted === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isWanted) return null;
  return wanted === 'array'
    ? 'Arguments are a JSON array, like [1, "two"].'
    : 'Keyword arguments are a JSON object, like {"name": "Ada"}.';
}

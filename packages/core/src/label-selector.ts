/**
 * Whether a node's label satisfies one term of Ray's label selectors: `a`, `!a`, `in(a,b)`, `!in(a,b)`. A negated term
 * holds for a node without the label.
 */
export function matchesLabel(label: string | undefined, term: string): boolean {
  const isNegated = term.startsWith('!');
  const body = isNegated ? term.slice(1) : term;
  const list = /^(?:in)?\((.*)\)$/.exec(body)?.[1];
  const values = list === undefined ? [body] : list.split(',').map((value) => value.trim());
  return (label !== undefined && values.includes(label)) !== isNegated;
}

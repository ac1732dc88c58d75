import { visit } from 'jsonc-parser';
import { invalidRequest } from './request-error.ts';

/**
 * The members of a JSON object as text, cut out of the original: digits beyond 2^53, `1e22`, `-0.0` and the order of keys
 * survive. The text must be JSON already. A name given twice is refused, for readers differ on which one counts.
 */
export function rawMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let name = '';
  let start = 0;
  const begin = (offset: number): void => {
    if (depth === 1) start = offset;
    depth += 1;
  };
  const end = (offset: number): void => {
    depth -= 1;
    if (depth === 1) members.set(name, text.slice(start, offset + 1));
  };
  visit(text, {
    onObjectBegin: begin,
    onArrayBegin: begin,
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (property) => {
      if (depth !== 1) return;
      if (members.has(property)) throw invalidRequest([{ path: property, problem: 'is given twice' }]);
      name = property;
    },
    onLiteralValue: (_value, offset, length) => {
      if (depth === 1) members.set(name, text.slice(offset, offset + length));
    },
  });
  return members;
}

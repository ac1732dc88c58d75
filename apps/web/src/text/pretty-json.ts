/**
 * JSON text with line breaks and indentation. Numbers, strings and the order of keys stay as they were written: nothing
 * is parsed, so that 12345678901234567890 and 1.10 survive. Text that is no JSON comes back as it is.
 */
export function prettyJson(text: string): string {
  let out = '';
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) continue;
    if (character === '"') {
      const end = endOfString(text, at);
      out += text.slice(at, end);
      at = end - 1;
      continue;
    }
    if (character === '{' || character === '[') {
      const close = text.slice(at + 1).match(/^\s*[}\]]/);
      if (close) {
        out += character + (character === '{' ? '}' : ']');
        at += close[0].length;
        continue;
      }
      depth += 1;
      out += character + lineBreak(depth);
      continue;
    }
    if (character === '}' || character === ']') {
      depth -= 1;
      out += lineBreak(depth) + character;
      continue;
    }
    if (character === ',') out += character + lineBreak(depth);
    else if (character === ':') out += ': ';
    else out += character;
  }
  return out;
}

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(Math.max(0, depth))}`;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

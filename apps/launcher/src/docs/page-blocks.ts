import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';

export interface Block {
  language: string;
  /** Page and line of its first line. */
  place: string;
  text: string;
  /** Why it cannot run: what a comment right above it says, `<!-- not run: the reader's own bank -->`. */
  notRun?: string;
}

/** The fenced blocks of a page, in its order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(checkoutDir, page), 'utf8');
  const fences = text.matchAll(/^(?:<!-- not run: (.+) -->\n)?(```(\S+)\n([^]*?)^```)$/gm);
  return [...fences].map(({ 0: whole, 1: notRun, 2: fence = '', 3: language = '', 4: code = '', index }) => ({
    language,
    place: `${page}:${text.slice(0, index + whole.length - fence.length).split('\n').length + 1}`,
    text: code,
    ...(notRun !== undefined && { notRun }),
  }));
}

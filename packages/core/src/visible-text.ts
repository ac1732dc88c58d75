// Control characters but tab and line feed, and what changes the direction or hides: U+061C, 200B-200F,
// 2028-202E, 2060-2069, FEFF.
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Foreign text that cannot disguise itself: controls, zero-width and direction characters show as ‹U+202E›. */
export function visibleText(text: string): string {
  return text.replace(
    hidden,
    (character) => `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
}

/** Every escape sequence of a terminal. The groups are parameters and command of those that begin with `ESC [`. */
export const escapeSequences =
  /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b\][\s\S]*?(?:\u0007|\u001b\\|$)|\u001b[PX^_][\s\S]*?(?:\u001b\\|$)|\u001b[ -/]*[0-~]?/g;

/** Foreign text for a terminal: no escape sequences, lines that end as ours do, and nothing hidden. */
export function plainText(text: string): string {
  return visibleText(text.replace(escapeSequences, '').replace(/\r+\n?/g, '\n'));
}

// Control characters but tab and line feed, and what changes the direction or hides: U+200B-200F, 202A-202E, 2060-2069, FEFF.
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Foreign text that cannot disguise itself: controls, zero-width and direction characters show as ‹U+202E›. */
export function visibleText(text: string): string {
  return text.replace(
    hidden,
    (character) => `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
}

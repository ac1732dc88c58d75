/** Input elements that one does not type into. */
const untyped = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file', 'color']);

/** Whether a key press is meant for the page: nobody types, no dialog is in front, and it is not a held key's repetition. */
export function isForKeys(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.isComposing || !(target instanceof Element)) return false;
  // The palette opens from everywhere.
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') return true;
  if (target instanceof HTMLInputElement && untyped.has(target.type)) return isInFront(target);
  if (target.matches('input, textarea, select, [contenteditable], [role="menuitem"], [role="option"]')) return false;
  return isInFront(target);
}

/** A dialog in front has the keys; a part that is only beside the page, such as the peek, has not. */
function isInFront(target: Element): boolean {
  const dialog = document.querySelector('[role="dialog"][aria-modal="true"]');
  return dialog === null || dialog.closest('[data-beside]') !== null || target.closest('[data-beside]') !== null;
}

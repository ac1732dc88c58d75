/** The row that has the keyboard's focus. */
export function rowInFocus(frame: HTMLElement | null): string | null {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-row]');
  return row && frame?.contains(row) ? (row.dataset['row'] ?? null) : null;
}

/** Takes the focus to the next or the previous row's task, the first one when no row has it. Returns the row. */
export function moveFocus(frame: HTMLElement | null, step: 1 | -1): string | null {
  const rows = [...(frame?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  row?.querySelector<HTMLElement>('a[data-row-link]')?.focus();
  return row?.dataset['row'] ?? null;
}

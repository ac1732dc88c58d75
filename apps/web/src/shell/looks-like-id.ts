/** Whether it can be nothing but the id of a task, an attempt or a Ray submission. */
export function looksLikeId(text: string): boolean {
  return /^(rd-[a-z0-9]+-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text.trim());
}

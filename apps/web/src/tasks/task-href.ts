/** Longer lists are not carried along: an address has an end. */
export const longestListQuery = 2_000;

interface Way {
  /** The list that one comes from, as its own query; absent when one comes from elsewhere. */
  list?: string | null | undefined;
  attempt?: string;
}

/** The address of a task's page. With a list it leads on to that list's previous and next task. */
export function hrefOfTask(id: string, { list, attempt }: Way = {}): string {
  const query = new URLSearchParams();
  if (attempt !== undefined) query.set('attempt', attempt);
  if (typeof list === 'string' && list.length <= longestListQuery) query.set('list', list);
  const search = query.toString();
  return search === '' ? `/tasks/${id}` : `/tasks/${id}?${search}`;
}

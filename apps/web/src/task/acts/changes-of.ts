/** What may be edited of a task before it is tried again; null: arguments that are not at hand. */
export interface EditedCall {
  args: string | null;
  kwargs: string | null;
  queue: string;
  priority: number;
}

export interface Changes {
  args?: string;
  kwargs?: string;
  queue?: string;
  priority?: number;
}

/** Only what differs: what is not named, the new task has from the old one. */
export function changesOf(before: EditedCall, after: EditedCall): Changes {
  const changes: Changes = {};
  if (after.args !== null && after.args !== before.args) changes.args = after.args;
  if (after.kwargs !== null && after.kwargs !== before.kwargs) changes.kwargs = after.kwargs;
  if (after.queue !== before.queue) changes.queue = after.queue;
  if (after.priority !== before.priority) changes.priority = after.priority;
  return changes;
}

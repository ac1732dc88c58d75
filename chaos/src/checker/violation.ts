/** A promise that the history breaks: which rule, about what, in a sentence with the facts. */
export interface Violation {
  rule: string;
  taskId: string | null;
  detail: string;
}

import { parameter } from '../reading/reach.ts';

export type Direction = 'older' | 'newer';

/** Where a part of a list begins: next to this task, which is not part of it. */
export interface Edge {
  id: string;
  towards: Direction;
}

/** The condition on a column that holds a task's id. */
export function beyond(column: string, { id, towards }: Edge, values: unknown[]): string {
  return `${column} ${towards === 'older' ? '<' : '>'} ${parameter(values, id)}::uuid`;
}

/** The order by a task's id in which an index is walked from its edge. */
export function orderTowards(towards: Direction): 'ASC' | 'DESC' {
  return towards === 'older' ? 'DESC' : 'ASC';
}

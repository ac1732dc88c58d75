/**
 * A term, true of every text, that has the planner take a set for a single row. For a single row nothing is cheaper than to look up
 * what belongs to it; of more it may read a whole table, if that was small when the plan was made, and go on for as long as the plan is kept.
 */
export const takenForSingleRow = (text: string): string => `left(${text}, 0) = ''`;

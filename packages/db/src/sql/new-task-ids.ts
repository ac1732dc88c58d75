import type { Statement } from '../statement.ts';

/** Ids for tasks whose arguments are bound to them before they come to the door. Takes no lock; what is not used is lost, and none missed. */
export const newTaskIds: Statement<[count: number], { id: string }> = {
  name: 'new-task-ids',
  text: 'SELECT raydeck.uuid_v7()::text AS id FROM generate_series(1, $1::integer)',
};

import type { Statement } from '../statement.ts';

/** The node that Ray placed the attempt on, once it is known. */
export const recordNode: Statement<[attemptId: string, rayNodeId: string], Record<string, never>> = {
  name: 'record-node',
  text: `UPDATE raydeck.attempt SET ray_node_id = $2 WHERE id = $1 AND ray_node_id IS DISTINCT FROM $2`,
};

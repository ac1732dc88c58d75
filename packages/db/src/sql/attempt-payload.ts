import type { Statement } from '../statement.ts';

/** The payload, as JSON text, for the one execution that passed the gate. */
export const attemptPayload: Statement<[attemptId: string], { args: string; kwargs: string }> = {
  name: 'attempt-payload',
  text: `
SELECT t.args, t.kwargs FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id WHERE a.id = $1`,
};

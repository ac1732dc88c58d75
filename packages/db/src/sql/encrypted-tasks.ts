import type { Statement } from '../statement.ts';
import { keyIdOfRef, keyIdOfResult, keyIdOfTask } from './key-id.ts';

/** With which keys a task's payload is encrypted; null where it is not. */
export type EncryptedTaskRow = {
  id: string;
  call: string | null;
  result: string | null;
  argumentsObject: string | null;
  resultObject: string | null;
};

/** A portion of all tasks in the order of their ids. Takes no lock, and reads the first characters of each payload. */
export const encryptedTasks: Statement<[afterId: string | null, limit: number], EncryptedTaskRow> = {
  name: 'encrypted-tasks',
  text: `
SELECT t.id, ${keyIdOfTask('t.args')} AS call, ${keyIdOfResult('t.result')} AS result,
  ${keyIdOfRef('t.args_ref')} AS "argumentsObject", ${keyIdOfRef('t.result_ref')} AS "resultObject"
FROM raydeck.task AS t
WHERE t.id > COALESCE($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY t.id LIMIT $2`,
};

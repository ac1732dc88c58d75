import { Text } from '@mantine/core';
import { formatSearch } from '@raydeck/core';
import { visibleText } from '../ui/visible-text.ts';
import { tasksWord } from './bulk-words.ts';
import type { BulkTasks } from './use-bulk-preview.ts';

/** Which tasks are meant, as a sentence. */
export function WhichTasks({ tasks, leftOut }: { tasks: BulkTasks; leftOut: number }) {
  if ('ids' in tasks) {
    const others = leftOut > 0 ? ` ${tasksWord(leftOut)} of those ticked cannot be, and stay as they are.` : '';
    return `${tasksWord(tasks.ids.length)} that you ticked.${others}`;
  }
  const line = formatSearch(tasks.search);
  if (line === '') return 'All tasks there are.';
  return (
    <>
      All tasks that match{' '}
      <Text span ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {visibleText(line)}
      </Text>
      .
    </>
  );
}

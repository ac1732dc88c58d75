import { Text } from '@mantine/core';
import { Link } from '../ui/link.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { OperationList } from './list-of-operation.ts';

/** Which tasks an operation is about, and the way to their list. */
export function OperationListLine({ list }: { list: OperationList | null }) {
  if (list === null) return 'Ticked or named tasks';
  const { line, href } = list;
  const words =
    line === '' ? (
      'All tasks'
    ) : (
      <Text span ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
        {visibleText(line)}
      </Text>
    );
  return href === null ? words : <Link href={href}>{words}</Link>;
}

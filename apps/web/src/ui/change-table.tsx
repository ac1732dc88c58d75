import { Code, TableTd, TableTr, Text } from '@mantine/core';
import { DataTable } from './data-table.tsx';
import { visibleText } from './visible-text.ts';

/** One difference; null where there is nothing. */
export interface ShownChange {
  path: string;
  before: string | null;
  after: string | null;
}

/** What is different, by name, with both values. */
export function ChangeTable({ label, changes }: { label: string; changes: readonly ShownChange[] }) {
  return (
    <DataTable label={label} columns={['What', 'Before', 'After']} minWidth={560}>
      {changes.map(({ path, before, after }) => (
        <TableTr key={path}>
          <TableTd>
            <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              {visibleText(path)}
            </Text>
          </TableTd>
          <Value value={before} sign="−" />
          <Value value={after} sign="+" />
        </TableTr>
      ))}
    </DataTable>
  );
}

function Value({ value, sign }: { value: string | null; sign: string }) {
  return (
    <TableTd maw={420}>
      {value === null ? (
        <Text size="sm" c="dimmed">
          –
        </Text>
      ) : (
        <Code
          block
          tabIndex={0}
          p={6}
          style={{ maxHeight: 240, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          data-sign={sign}
        >
          {visibleText(value)}
        </Code>
      )}
    </TableTd>
  );
}

import { Code, TableTd, TableTr, Text } from '@mantine/core';
import { DataTable } from '../ui/data-table.tsx';
import type { Field } from './fields-of.ts';

/** Members of a body or an answer, or parameters, one a line. */
export function FieldTable({ label, fields }: { label: string; fields: readonly (Field & { place?: string })[] }) {
  return (
    <DataTable label={label} columns={['Name', 'Type', 'Meaning']} minWidth={560}>
      {fields.map(({ path, type, isRequired, description, place }, at) => (
        <TableTr key={`${path} ${at}`}>
          <TableTd>
            <Code>{path}</Code>
            <Text span size="xs" c="dimmed">
              {place && ` ${place}`}
              {isRequired && ' required'}
            </Text>
          </TableTd>
          <TableTd>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {type}
            </Text>
          </TableTd>
          <TableTd>
            <Text size="sm">{description}</Text>
          </TableTd>
        </TableTr>
      ))}
    </DataTable>
  );
}

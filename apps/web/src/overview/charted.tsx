'use client';

import { ActionIcon, Box, Group, ScrollArea, Table, Text, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';

export interface ChartedRow {
  key: string;
  /** As many as there are columns; the first one leads to the tasks. */
  cells: readonly string[];
  href: string;
}

interface Props {
  title: string;
  note: string;
  legend: readonly { label: string; color: string }[];
  /** The same numbers as the chart, newest first. */
  columns: readonly string[];
  rows: readonly ChartedRow[];
  children: ReactNode;
}

/** A chart with the table behind it: for reading exact numbers, for going on to the tasks, and for whoever does not see charts. */
export function Charted({ title, note, legend, columns, rows, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const label = asTable ? `Show ${title} as a chart` : `Show ${title} as a table`;
  const Icon = asTable ? IconChartBar : IconTable;
  const toggle = (
    <Group gap="sm" wrap="nowrap">
      <Legend entries={legend} />
      <Tooltip label={label}>
        <ActionIcon aria-label={label} onClick={() => setAsTable(!asTable)}>
          <Icon size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
  return (
    <Panel title={title} note={note} actions={toggle} flush={asTable}>
      {!asTable && <Box h={200}>{children}</Box>}
      {asTable && (
        <ScrollArea h={232} viewportProps={{ tabIndex: 0, 'aria-label': title, role: 'region' }}>
          <Table stickyHeader fz="xs" verticalSpacing={4} horizontalSpacing="md" aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells, href }) => (
                <Table.Tr key={key}>
                  {cells.map((cell, index) => (
                    <Table.Td key={columns[index]}>{index === 0 ? <Link href={href}>{cell}</Link> : cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Panel>
  );
}

function Legend({ entries }: { entries: Props['legend'] }) {
  return (
    <Group gap="sm" wrap="nowrap" visibleFrom="xs">
      {entries.map(({ label, color }) => (
        <Group key={label} gap={5} wrap="nowrap">
          <Box w={8} h={8} bdrs={2} bg={color} />
          <Text size="xs" c="dimmed">
            {label}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

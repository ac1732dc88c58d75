'use client';

import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { formatSearch } from '@raydeck/core';
import { Dialog } from '../ui/dialog.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { useTaskParams } from './use-task-params.ts';

/** A plain form: the browser saves the answer while it comes. */
export function ExportDialog({
  opened,
  onClose,
  isSearch,
}: {
  opened: boolean;
  onClose: () => void;
  isSearch: boolean;
}) {
  const { search } = useTaskParams();
  const line = formatSearch(search);
  const fields = [...Object.entries(search.terms), ...(search.text === null ? [] : [['text', search.text] as const])];
  return (
    <Dialog opened={opened} onClose={onClose} title="Export tasks">
      <form method="post" action="/api/console/tasks/export" onSubmit={() => setTimeout(onClose)}>
        {fields.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Stack gap="md">
          <Text size="sm">
            {line === '' ? 'All tasks' : 'The tasks that match '}
            {line !== '' && (
              <Text span ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
                {visibleText(line)}
              </Text>
            )}
            , newest first, at most 100,000. The audit log keeps who exported what.
          </Text>
          <Radio.Group name="format" label="Format" defaultValue="csv">
            <Stack gap={6} mt={4}>
              <Radio size="xs" value="csv" label="CSV, for spreadsheets: cells that look like formulas are made text" />
              <Radio size="xs" value="jsonl" label="JSON lines, one object a task" />
            </Stack>
          </Radio.Group>
          {isSearch && (
            <Text size="xs" c="dimmed">
              This filter has no index: the file may take minutes, and says at its end when it was cut.
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Back
            </Button>
            <Button type="submit">Export tasks</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

'use client';

import { Group, Kbd, Stack, Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useKeyBindings } from './keys-provider.tsx';

/** What keys do on this page. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const all = useKeyBindings();
  // A page's own key takes the place of the frame's.
  const bindings = all.filter(({ keys }, at) => all.findIndex((one) => one.keys === keys) === at);
  return (
    <Dialog opened={opened} onClose={onClose} title="Keys">
      <Stack gap="xs">
        <Table aria-label="Keys of this page" verticalSpacing={5} fz="sm">
          <Table.Tbody>
            {bindings.map(({ keys, label }) => (
              <Table.Tr key={keys}>
                <Table.Td w={120}>
                  <KeyWords keys={keys} />
                </Table.Td>
                <Table.Td>{label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text size="xs" c="dimmed">
          Keys rest while you type into a field.
        </Text>
      </Stack>
    </Dialog>
  );
}

export function KeyWords({ keys }: { keys: string }) {
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      {keys.split(' ').map((key, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a sequence may have one key twice
        <Fragment key={`${key} ${at}`}>
          {at > 0 && (
            <Text span size="xs" c="inherit">
              then
            </Text>
          )}
          <Kbd size="xs">{key.replace('$mod+', 'Ctrl/⌘ ').replace('[Shift]+', '')}</Kbd>
        </Fragment>
      ))}
    </Group>
  );
}

'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import type { SavedView } from '@raydeck/services';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { deleteViewAction } from './actions.ts';

interface Props {
  opened: boolean;
  view: SavedView;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteViewDialog({ opened, view, onDeleted, onClose }: Props) {
  const { run, pending } = useAction(deleteViewAction, {
    done: () => `“${view.name}” is deleted.`,
    onDone: () => {
      onDeleted();
      onClose();
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={`Delete “${visibleText(view.name)}”?`}>
      <Stack gap="md">
        <Text size="sm">The tasks stay; the name for this filter and these columns goes.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={pending}>
            Back
          </Button>
          <Button color="red.9" loading={pending} onClick={() => run({ id: view.id })}>
            Delete view
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

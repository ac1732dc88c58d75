'use client';

import { Button, Checkbox, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import type { SavedView } from '@raydeck/services';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { changeViewAction, createViewAction } from './actions.ts';

interface Props {
  opened: boolean;
  /** The view that gets another name; null for a new one. */
  view: SavedView | null;
  /** What the list shows now, which a new view keeps. */
  shown: { search: string; columns: string[] };
  onMade: (view: SavedView) => void;
  onClose: () => void;
}

/** Asks for a view's name. */
export function ViewDialog({ opened, view, shown, onMade, onClose }: Props) {
  const [name, setName] = useState(view?.name ?? '');
  const [isDefault, setIsDefault] = useState(view?.isDefault ?? false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = (): ReturnType<typeof createViewAction> =>
    view ? changeViewAction({ id: view.id, name, isDefault }) : createViewAction({ name, isDefault, ...shown });
  const { run, pending } = useAction(save, {
    done: (saved) => `“${saved.name}” is saved.`,
    onDone: (saved) => {
      if (!view) onMade(saved);
      onClose();
    },
    onFailed: ({ path, message }) => {
      if (path === 'name') setProblem(message);
      return path === 'name';
    },
  });
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={view ? `Rename “${visibleText(view.name)}”` : 'Save as a new view'}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(undefined);
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            value={name}
            error={problem}
            maxLength={80}
            required
            autoComplete="off"
            data-autofocus
            onChange={(event) => (setName(event.currentTarget.value), setProblem(null))}
          />
          <Checkbox
            label="Open the list with this view"
            checked={isDefault}
            onChange={(event) => setIsDefault(event.currentTarget.checked)}
          />
          {!view && (
            <Text size="sm" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
              Keeps the columns and the filter <Code>{shown.search === '' ? 'none' : visibleText(shown.search)}</Code>
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={pending}>
              Back
            </Button>
            <Button type="submit" loading={pending} disabled={name.trim() === ''}>
              {view ? 'Rename view' : 'Save view'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

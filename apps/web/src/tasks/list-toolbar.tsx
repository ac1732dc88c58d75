'use client';

import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Popover,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core';
import { IconClock, IconColumns, IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { chosenColumns } from '../preferences/columns.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { useIsInBrowser } from '../ui/clock.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { columnWords } from './task-columns.tsx';

/** How the list is looked at: live or paused, times, columns; and as a file. */
export function ListToolbar({ mayExport, isSearch }: { mayExport: boolean; isSearch: boolean }) {
  const [exporting, setExporting] = useState(false);
  return (
    <Group gap={2} wrap="nowrap">
      <LiveButton />
      <TimeMenu />
      <ColumnMenu />
      {mayExport && (
        <Tooltip label="Export">
          <ActionIcon aria-label="Export" size="lg" onClick={() => setExporting(true)}>
            <IconDownload size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <ExportDialog opened={exporting} onClose={() => setExporting(false)} isSearch={isSearch} />
    </Group>
  );
}

function LiveButton() {
  const { state, setPaused } = useLive();
  const isPaused = state === 'paused';
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<Icon size={13} aria-hidden />}
      onClick={() => setPaused(!isPaused)}
      aria-label={isPaused ? 'Resume live updates of the list' : 'Pause live updates of the list'}
    >
      {isPaused ? 'Paused' : 'Live'}
    </Button>
  );
}

function TimeMenu() {
  const { time, zone, change } = usePreferences();
  const inBrowser = useIsInBrowser();
  const own = inBrowser ? ` (${new Intl.DateTimeFormat().resolvedOptions().timeZone})` : '';
  const zones = inBrowser ? Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC') : [];
  const data = [{ value: '', label: `The browser’s${own}` }, { value: 'UTC', label: 'UTC' }, ...zones];
  return (
    <Popover position="bottom-end" shadow="md" width={260} withinPortal={false} withRoles={false} trapFocus>
      <Popover.Target>
        <Tooltip label="Times">
          <ActionIcon aria-label="Times" size="lg">
            <IconClock size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="How times are shown"
            value={time}
            onChange={(value) => change({ time: value === 'absolute' ? 'absolute' : 'relative' })}
            data={[
              { value: 'relative', label: 'Relative' },
              { value: 'absolute', label: 'Absolute' },
            ]}
          />
          <Select
            label="Time zone"
            data={data}
            value={zone ?? ''}
            onChange={(value) => change({ zone: value === '' ? null : value })}
            searchable
            allowDeselect={false}
            limit={60}
            comboboxProps={{ withinPortal: false }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ColumnMenu() {
  const { columns, change } = usePreferences();
  return (
    <Popover position="bottom-end" shadow="md" withinPortal={false} withRoles={false} trapFocus>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon aria-label="Columns" size="lg">
            <IconColumns size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6} role="group" aria-label="Columns">
          {chosenColumns.map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={columnWords[name]}
              checked={columns.includes(name)}
              onChange={(event) => {
                const isChosen = event.currentTarget.checked;
                // In their own order, not in that of being chosen.
                change({ columns: chosenColumns.filter((one) => (one === name ? isChosen : columns.includes(one))) });
              }}
            />
          ))}
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            They show on a wider screen.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

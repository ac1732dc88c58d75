'use client';

import { Button, Group } from '@mantine/core';
import { IconClock, IconColumns, IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { late } from '../ui/late/late.tsx';
import { TipIcon } from '../ui/late/tip-icon.tsx';
import { usePopup } from '../ui/late/use-popup.ts';

const ColumnBox = late(async () => (await import('./column-box.tsx')).ColumnBox);
const ExportDialog = late(async () => (await import('./export-dialog.tsx')).ExportDialog);
const TimeBox = late(async () => (await import('./time-box.tsx')).TimeBox);

/** How the list is looked at: live or paused, times, columns; and as a file. */
export function ListToolbar({ mayExport, isSearch }: { mayExport: boolean; isSearch: boolean }) {
  const [exporting, setExporting] = useState(false);
  return (
    <Group gap={2} wrap="nowrap">
      <LiveButton />
      <TimeMenu />
      <ColumnMenu />
      {mayExport && (
        <TipIcon label="Export" onClick={() => setExporting(true)}>
          <IconDownload size={16} aria-hidden />
        </TipIcon>
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
  const { popup, button } = usePopup();
  return (
    <>
      <TipIcon {...button} label="Times">
        <IconClock size={16} aria-hidden />
      </TipIcon>
      <TimeBox {...popup} />
    </>
  );
}

function ColumnMenu() {
  const { popup, button } = usePopup();
  return (
    <>
      <TipIcon {...button} label="Columns">
        <IconColumns size={16} aria-hidden />
      </TipIcon>
      <ColumnBox {...popup} />
    </>
  );
}

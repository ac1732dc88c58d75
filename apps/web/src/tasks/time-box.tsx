'use client';

import { SegmentedControl, Select, Stack } from '@mantine/core';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { PopupBox } from '../ui/late/popup-box.tsx';
import type { Popup } from '../ui/late/use-popup.ts';

/** How times are shown, and in which zone. */
export function TimeBox(popup: Popup) {
  const { time, zone, change } = usePreferences();
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC');
  const data = [{ value: '', label: `The browser’s (${own})` }, { value: 'UTC', label: 'UTC' }, ...zones];
  return (
    <PopupBox {...popup} width={260}>
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
    </PopupBox>
  );
}

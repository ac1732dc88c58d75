'use client';

import { Autocomplete, Button, Group, Select, TextInput } from '@mantine/core';
import { debounce, parseAsIsoDateTime, parseAsString, useQueryStates } from 'nuqs';
import { useIsInBrowser } from '../ui/clock.tsx';
import { localTimeText, parseLocalTime } from '../ui/local-time.ts';

const text = parseAsString.withOptions({ limitUrlUpdates: debounce(300) });
const parsers = {
  actor: text,
  action: text,
  targetType: parseAsString,
  targetId: text,
  after: parseAsIsoDateTime,
  before: parseAsIsoDateTime,
  cursor: parseAsString,
};

/** Narrows the audit log; all that is given must hold. */
export function AuditFilters({ targetTypes, actions }: { targetTypes: readonly string[]; actions: string[] }) {
  const [params, setParams] = useQueryStates(parsers, { shallow: false });
  const inBrowser = useIsInBrowser();
  const set = (change: Partial<typeof params>) => void setParams({ ...change, cursor: null });
  const isSet = Object.values(params).some((value) => value !== null);
  return (
    <Group gap="xs" mb="sm" align="flex-end">
      <TextInput
        label="Actor"
        placeholder="user:ada@example.com"
        w={220}
        value={params.actor ?? ''}
        onChange={(event) => set({ actor: event.currentTarget.value || null })}
      />
      <Autocomplete
        size="xs"
        label="Action"
        placeholder="queue.pause"
        w={180}
        data={actions}
        value={params.action ?? ''}
        onChange={(value) => set({ action: value || null })}
      />
      <Select
        label="Object"
        placeholder="any"
        w={130}
        data={[...targetTypes]}
        clearable
        clearButtonProps={{ 'aria-label': 'Any object' }}
        value={params.targetType}
        onChange={(value) => set({ targetType: value })}
      />
      <TextInput
        label="Its name or id"
        w={200}
        value={params.targetId ?? ''}
        onChange={(event) => set({ targetId: event.currentTarget.value || null })}
      />
      <TextInput
        label="From"
        type="datetime-local"
        value={inBrowser && params.after ? localTimeText(params.after) : ''}
        onChange={(event) => set({ after: parseLocalTime(event.currentTarget.value) })}
      />
      <TextInput
        label="Until"
        type="datetime-local"
        value={inBrowser && params.before ? localTimeText(params.before) : ''}
        onChange={(event) => set({ before: parseLocalTime(event.currentTarget.value) })}
      />
      {isSet && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() =>
            set({ actor: null, action: null, targetType: null, targetId: null, after: null, before: null })
          }
        >
          Clear
        </Button>
      )}
    </Group>
  );
}

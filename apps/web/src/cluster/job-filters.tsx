'use client';

import { Group, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { debounce, parseAsString, useQueryStates } from 'nuqs';

const parsers = {
  q: parseAsString.withOptions({ limitUrlUpdates: debounce(300) }),
  status: parseAsString,
  whose: parseAsString,
  sort: parseAsString,
  cursor: parseAsString,
};

const sortWords = [
  { value: 'newest', label: 'newest first' },
  { value: 'oldest', label: 'oldest first' },
  { value: 'longest', label: 'longest first' },
  { value: 'name', label: 'by id' },
];

export function JobFilters({ statuses }: { statuses: readonly string[] }) {
  const [params, setParams] = useQueryStates(parsers, { shallow: false });
  const set = (change: Partial<typeof params>) => void setParams({ ...change, cursor: null });
  return (
    <Group gap="xs" mb="sm" align="flex-end">
      <TextInput
        w={280}
        type="search"
        aria-label="Find jobs"
        placeholder="Id or entrypoint"
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={200}
        value={params.q ?? ''}
        onChange={(event) => set({ q: event.currentTarget.value || null })}
      />
      <Select
        aria-label="Status"
        placeholder="any status"
        w={140}
        data={statuses.map((status) => ({ value: status, label: status.toLowerCase() }))}
        clearable
        clearButtonProps={{ 'aria-label': 'Any status' }}
        value={params.status}
        onChange={(status) => set({ status })}
      />
      <Select
        aria-label="Whose"
        placeholder="ours and others"
        w={160}
        data={[
          { value: 'others', label: 'others’ only' },
          { value: 'ours', label: 'ours only' },
        ]}
        clearable
        clearButtonProps={{ 'aria-label': 'Ours and others' }}
        value={params.whose}
        onChange={(whose) => set({ whose })}
      />
      <Select
        aria-label="Order"
        w={140}
        data={sortWords}
        allowDeselect={false}
        value={params.sort ?? 'newest'}
        onChange={(sort) => set({ sort: sort === 'newest' ? null : sort })}
      />
    </Group>
  );
}

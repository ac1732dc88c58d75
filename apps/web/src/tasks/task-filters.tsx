'use client';

import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTaskParams } from './use-task-params.ts';

/** Two filters a line on a phone. */
const half = 'calc(50% - 5px)';

const rangeLabels = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
];

export function TaskFilters({ queues }: { queues: string[] }) {
  const { params, setFilter, clear } = useTaskParams();
  const active = [params.queue, params.callable, params.tag, params.since].some(Boolean);
  return (
    <Group gap="xs" mb="sm" role="group" aria-label="Filters">
      <Select
        aria-label="Queue"
        placeholder="Any queue"
        data={params.queue && !queues.includes(params.queue) ? [params.queue, ...queues] : queues}
        value={params.queue}
        onChange={(queue) => setFilter({ queue })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'Any queue' }}
        w={{ base: half, sm: 150 }}
      />
      <TextFilter
        label="Callable"
        placeholder="Callable, or prefix."
        value={params.callable}
        onChange={(callable) => setFilter({ callable })}
        width={{ base: half, sm: 210 }}
      />
      <TextFilter
        label="Tag"
        placeholder="Tag"
        value={params.tag}
        onChange={(tag) => setFilter({ tag })}
        width={{ base: half, sm: 130 }}
      />
      <Select
        aria-label="Created"
        placeholder="Any time"
        data={rangeLabels}
        value={params.since}
        onChange={(value) => setFilter({ since: value as typeof params.since })}
        clearable
        clearButtonProps={{ 'aria-label': 'Any time' }}
        w={{ base: half, sm: 150 }}
      />
      {active && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={13} aria-hidden />} onClick={clear}>
          Clear
        </Button>
      )}
    </Group>
  );
}

interface TextFilterProps {
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (value: string | null) => void;
  width: { base: string; sm: number };
}

/** Applies a moment after the last key, and follows the URL when that changes by itself. */
function TextFilter({ label, placeholder, value, onChange, width }: TextFilterProps) {
  const [text, setText] = useState(value ?? '');
  const apply = useDebouncedCallback((next: string) => onChange(next.trim() === '' ? null : next.trim()), 350);
  // oxlint-disable-next-line react/set-state-in-effect -- what is typed is ahead of the URL, which changes by itself too
  useEffect(() => setText(value ?? ''), [value]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
      w={width}
    />
  );
}

'use client';

import { NumberInput, Select, TextInput } from '@mantine/core';
import { type BulkAction, bulkRate } from '@raydeck/core';
import { useEffect } from 'react';
import { useFilterValues } from '../tasks/use-filter-values.ts';
import { localTimeText, parseLocalTime } from '../ui/local-time.ts';

/** What the dialog's fields hold. */
export interface ChangeValues {
  /** Null while the field is empty. */
  priority: number | null;
  queue: string | null;
  /** As the input has it. */
  runAt: string;
  perSecond: number | null;
}

const hourMs = 3_600_000;

export function startValues(): ChangeValues {
  const runAt = localTimeText(new Date(Date.now() + hourMs));
  return { priority: 0, queue: null, runAt, perSecond: bulkRate.start };
}

/** What shall be done; null while what the action needs to know is missing. */
export function changeOf(action: BulkAction, { priority, queue, runAt }: ChangeValues) {
  if (action === 'priority') return priority === null ? null : { action, priority };
  if (action === 'move') return queue === null ? null : { action, queue };
  if (action !== 'delay') return { action };
  const at = parseLocalTime(runAt);
  return at && { action, runAt: at };
}

interface Props {
  action: BulkAction;
  values: ChangeValues;
  onChange: (values: ChangeValues) => void;
}

/** What the action needs to know; most need nothing. */
export function ChangeField({ action, values, onChange }: Props) {
  if (action === 'move') {
    return <QueueField value={values.queue} onChange={(queue) => onChange({ ...values, queue })} />;
  }
  if (action === 'priority') {
    return (
      <NumberInput
        label="Priority"
        data-autofocus
        description="From −100 to 100, higher first"
        min={-100}
        max={100}
        allowDecimal={false}
        clampBehavior="strict"
        value={values.priority ?? ''}
        onChange={(value) => onChange({ ...values, priority: typeof value === 'number' ? value : null })}
      />
    );
  }
  if (action !== 'delay') return null;
  return (
    <TextInput
      label="Run at"
      data-autofocus
      description="Your time"
      type="datetime-local"
      value={values.runAt}
      onChange={(event) => onChange({ ...values, runAt: event.currentTarget.value })}
    />
  );
}

function QueueField({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { valuesOf, load, pending } = useFilterValues();
  // oxlint-disable-next-line react/exhaustive-deps -- asked for once, when the field appears
  useEffect(() => load('queue'), []);
  return (
    <Select
      label="To queue"
      data-autofocus
      placeholder={pending ? 'Loading …' : 'Choose a queue'}
      data={[...valuesOf('queue')]}
      searchable
      allowDeselect={false}
      nothingFoundMessage={pending ? 'Loading …' : 'No queue has this name'}
      value={value}
      onChange={onChange}
    />
  );
}

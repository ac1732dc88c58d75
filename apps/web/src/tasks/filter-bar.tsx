'use client';

import { ActionIcon, Loader, TextInput, useCombobox } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { formatSearch, parseSearch, type Qualifier } from '@raydeck/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { looksLikeId } from '../shell/looks-like-id.ts';
import { useFind } from '../shell/use-find.ts';
import { late } from '../ui/late/late.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { completionsAt } from './completions.ts';
import { useFilterValues } from './use-filter-values.ts';
import { useOptionsField } from './use-options-field.ts';
import { useTaskParams } from './use-task-params.ts';

const FilterOptions = late(async () => (await import('./filter-options.tsx')).FilterOptions);

/** The list's filter as one line, with completion. It follows the URL when that changes by itself. */
export function FilterBar({ problems }: { problems: readonly string[] }) {
  const { search, setSearch, clear } = useTaskParams();
  const applied = formatSearch(search);
  const input = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState(applied);
  const [caret, setCaret] = useState(applied.length);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { onKeyDown, ...field } = useOptionsField(combobox);
  const { valuesOf, pending, load } = useFilterValues();
  useKeys([{ keys: '[Shift]+/', label: 'Filter tasks', run: () => input.current?.focus() }]);
  // oxlint-disable-next-line react/set-state-in-effect -- what is typed is ahead of the URL, which changes by itself too
  useEffect(() => setLine((typed) => (formatSearch(parseSearch(typed)) === applied ? typed : applied)), [applied]);
  const { start, end, items, qualifier } = completionsAt(line, caret, valuesOf);
  const parsed = parseSearch(line);
  const said = formatSearch(parsed) === applied && parsed.problems.length === 0 ? problems : parsed.problems;
  const { find } = useFind();
  const apply = (next: string) => {
    if (looksLikeId(next)) return find(next);
    const asked = parseSearch(next);
    if (asked.problems.length === 0) setSearch(asked);
  };
  const write = (next: string, at: number) => {
    setLine(next);
    setCaret(at);
    combobox.openDropdown();
    combobox.resetSelectedOption();
    const { qualifier: wanted } = completionsAt(next, at, valuesOf);
    if (wanted) load(wanted);
  };
  const take = (insert: string) => {
    const next = `${line.slice(0, start)}${insert}${line.slice(end).trimStart()}`;
    write(next, start + insert.length);
    // Once the new line stands in the field.
    requestAnimationFrame(() => input.current?.setSelectionRange(start + insert.length, start + insert.length));
    if (!insert.endsWith(':')) apply(next);
  };
  return (
    <>
      <TextInput
        ref={useMergedRef(input, combobox.targetRef)}
        aria-label="Filter tasks"
        placeholder="Filter: state:failed queue:mail after:1h, or words of an error message"
        value={line}
        error={said.length > 0 ? said.map((one) => visibleText(one)).join(' ') : null}
        spellCheck={false}
        {...field}
        leftSection={pending ? <Loader size={13} /> : <IconFilter size={14} aria-hidden />}
        rightSection={
          line === '' ? null : (
            <ActionIcon size="sm" aria-label="Clear filter" onClick={() => (setLine(''), clear())}>
              <IconX size={13} aria-hidden />
            </ActionIcon>
          )
        }
        onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onClick={() => combobox.openDropdown()}
        onFocus={() => combobox.openDropdown()}
        onBlur={() => combobox.closeDropdown()}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !combobox.dropdownOpened) input.current?.blur();
          // An option that is chosen is taken by the list itself.
          const isChosen = combobox.getSelectedOptionIndex() >= 0;
          onKeyDown(event);
          if (event.key !== 'Enter' || isChosen) return;
          event.preventDefault();
          combobox.closeDropdown();
          apply(line);
        }}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <FilterOptions
        store={combobox}
        opened={combobox.dropdownOpened}
        target={input}
        label={labelOf(qualifier)}
        items={items}
        onTake={take}
      />
    </>
  );
}

function labelOf(qualifier: Qualifier | null): string {
  return qualifier === null ? 'Filters' : `Values of ${qualifier}`;
}

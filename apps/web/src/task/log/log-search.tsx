import { ActionIcon, Group, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { matchesShown } from './log-lines.ts';

interface Props {
  searched: string;
  onSearch: (searched: string) => void;
  count: number;
  chosen: number;
  onChoose: (chosen: number) => void;
  /** What else stands in the line. */
  children: ReactNode;
}

/** Search within what is shown: Enter goes to the next place, Shift and Enter to the one before. */
export function LogSearch({ searched, onSearch, count, chosen, onChoose, children }: Props) {
  const go = (steps: number) => {
    if (count > 0) onChoose((chosen + steps + count) % count);
  };
  const places = count === matchesShown ? `${count.toLocaleString('en-US')}+` : count;
  const said = count === 0 ? 'not found' : `${(chosen % count) + 1} of ${places}`;
  return (
    <Group gap="xs" px="md" py={8}>
      <TextInput
        aria-label="Search the log"
        placeholder="Search the log"
        leftSection={<IconSearch size={13} aria-hidden />}
        value={searched}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onSearch('');
        }}
        flex="1 1 160px"
        maw={320}
      />
      {searched !== '' && (
        <>
          <Text size="xs" c="dimmed" role="status">
            {said}
          </Text>
          <ActionIcon size="sm" aria-label="Place before" onClick={() => go(-1)} disabled={count === 0}>
            <IconChevronUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon size="sm" aria-label="Next place" onClick={() => go(1)} disabled={count === 0}>
            <IconChevronDown size={14} aria-hidden />
          </ActionIcon>
        </>
      )}
      {children}
    </Group>
  );
}

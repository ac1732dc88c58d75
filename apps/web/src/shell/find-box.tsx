'use client';

import { Kbd, Loader, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useKeys } from '../keys/keys-provider.tsx';
import { useFind } from './use-find.ts';

/** Jumps to what a pasted id names. `/` reaches it from every page that has no search of its own. */
export function FindBox() {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { find, pending } = useFind({
    onFound: () => {
      setText('');
      input.current?.blur();
    },
    onProblem: setProblem,
  });
  useKeys([{ keys: '[Shift]+/', label: 'Search', run: () => input.current?.focus() }]);
  return (
    <form
      role="search"
      style={{ flex: '1 1 auto', maxWidth: 420 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') find(text);
      }}
    >
      <TextInput
        ref={input}
        aria-label="Find a task, attempt or Ray submission by its id"
        placeholder="Find by task, attempt or Ray job id"
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={() => setProblem(null)}
        leftSection={pending ? <Loader size={13} /> : <IconSearch size={14} aria-hidden />}
        rightSectionWidth={58}
        rightSection={
          <Kbd size="xs" visibleFrom="sm" aria-hidden>
            Ctrl K
          </Kbd>
        }
        styles={{
          root: { position: 'relative' },
          wrapper: { marginBottom: 0 },
          error: {
            position: 'absolute',
            top: 'calc(100% + 4px)',
            padding: '4px 8px',
            border: '1px solid var(--line)',
            borderRadius: 6,
            background: 'var(--surface)',
          },
        }}
      />
    </form>
  );
}

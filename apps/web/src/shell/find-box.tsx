'use client';

import { Kbd, Loader, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { findTaskAction } from '../tasks/actions.ts';
import { useAction } from '../ui/use-action.ts';

/** Jumps to what a pasted id names: a task, an attempt, a Ray submission. `/` reaches it from everywhere. */
export function FindBox() {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { run, pending } = useAction(findTaskAction, {
    done: () => null,
    onDone: (found) => {
      setText('');
      input.current?.blur();
      router.push(found.attemptId ? `/tasks/${found.taskId}?attempt=${found.attemptId}` : `/tasks/${found.taskId}`);
    },
    onFailed: (failure) => {
      setProblem(failure.message);
      return true;
    },
  });
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <form
      role="search"
      style={{ flex: '1 1 auto', maxWidth: 420 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') run({ text });
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
        rightSection={
          <Kbd size="xs" visibleFrom="sm" aria-hidden>
            /
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

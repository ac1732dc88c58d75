'use client';

import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { debounce, parseAsString, useQueryState } from 'nuqs';

/** Narrows a list of the page by `?q=`, which the server reads. */
export function FilterBox({ label, placeholder }: { label: string; placeholder: string }) {
  const [text, setText] = useQueryState(
    'q',
    parseAsString.withDefault('').withOptions({ shallow: false, limitUrlUpdates: debounce(200) }),
  );
  return (
    <TextInput
      mb="sm"
      maw={360}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={text}
      maxLength={200}
      onChange={(event) => void setText(event.currentTarget.value || null)}
    />
  );
}

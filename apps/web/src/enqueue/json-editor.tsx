'use client';

import { Textarea, type TextareaProps } from '@mantine/core';
import { prettyJson } from '../text/pretty-json.ts';

type Props = Omit<TextareaProps, 'onChange'> & { value?: string; onChange?: (value: string) => void };

/** JSON as text. It is laid out on leaving the field, digit by digit as typed; Mantine's own JsonInput would parse it. */
export function JsonEditor({ onChange, onBlur, value = '', ...rest }: Props) {
  return (
    <Textarea
      {...rest}
      value={value}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      onBlur={(event) => {
        if (isJson(value)) onChange?.(prettyJson(value));
        onBlur?.(event);
      }}
      autosize
      minRows={4}
      maxRows={16}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
    />
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

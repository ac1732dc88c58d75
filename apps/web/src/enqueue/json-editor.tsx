'use client';

import { Textarea, type TextareaProps } from '@mantine/core';

type Props = Omit<TextareaProps, 'onChange'> & { value?: string; onChange?: (value: string) => void };

/**
 * JSON as text, digit by digit as typed; Mantine's own JsonInput would parse it. It is not laid out on leaving the field: that
 * would move the button that is just being pressed.
 */
export function JsonEditor({ onChange, value = '', ...rest }: Props) {
  return (
    <Textarea
      minRows={4}
      {...rest}
      value={value}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      autosize
      maxRows={16}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
    />
  );
}

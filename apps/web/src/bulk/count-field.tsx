import { TextInput } from '@mantine/core';

interface Props {
  count: number;
  typed: string;
  onType: (typed: string) => void;
}

/** Very many tasks are confirmed by their number. */
export function CountField({ count, typed, onType }: Props) {
  return (
    <TextInput
      label={`Type ${count} to confirm`}
      description="So many tasks are hit at once."
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}

/** Digits may be grouped as they are shown. */
export function isCountTyped(typed: string, count: number): boolean {
  return typed.replace(/[\s,]/g, '') === String(count);
}

'use client';

import { ActionIcon, Group, TextInput, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { CopyIcon } from '../ui/short-id.tsx';
import { newPassword } from './new-password.ts';

interface Props {
  value: string;
  onChange: (password: string) => void;
  error?: string | undefined;
}

/** A password to hand over: shown, because the administrator must pass it on. */
export function PasswordField({ value, onChange, error }: Props) {
  return (
    <TextInput
      label="Password"
      description="Hand it over; the person changes it under Your account."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      required
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      rightSectionWidth={62}
      rightSection={
        <Group gap={2} wrap="nowrap">
          <Tooltip label="Another password">
            <ActionIcon size="sm" aria-label="Another password" onClick={() => onChange(newPassword())}>
              <IconRefresh size={13} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <CopyIcon value={value} label="Copy password" />
        </Group>
      }
    />
  );
}

import { ActionIcon, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ProfileValues } from './profile-values.ts';

interface Props {
  form: UseFormReturnType<ProfileValues>;
  field: 'envVars' | 'secrets';
  what: string;
}

/** Names with values, a row for each; what a secret holds is never shown. */
export function ValueRows({ form, field, what }: Props) {
  const isSecret = field === 'secrets';
  const Value = isSecret ? PasswordInput : TextInput;
  return (
    <Stack gap="xs" align="stretch">
      {form.values[field].map((row, at) => {
        const isKept = 'isKept' in row && row.isKept;
        return (
          <Group key={at} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={`Name of ${what} ${at + 1}`}
              placeholder="NAME"
              w="38%"
              readOnly={isKept}
              spellCheck={false}
              autoComplete="off"
              styles={monospace}
              {...form.getInputProps(`${field}.${at}.name`)}
            />
            <Value
              aria-label={`Value of ${what} ${at + 1}`}
              placeholder={isKept ? 'kept; type to change it' : 'value'}
              flex={1}
              size="xs"
              spellCheck={false}
              autoComplete="new-password"
              styles={isSecret ? {} : monospace}
              {...form.getInputProps(`${field}.${at}.value`)}
            />
            <ActionIcon
              aria-label={`Remove ${what} ${row.name || at + 1}`}
              onClick={() => form.removeListItem(field, at)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </Group>
        );
      })}
      {form.errors[field] && (
        <Text size="xs" c="var(--mantine-color-error)">
          {form.errors[field]}
        </Text>
      )}
      <Button
        variant="default"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={12} aria-hidden />}
        onClick={() =>
          form.insertListItem(field, isSecret ? { name: '', value: '', isKept: false } : { name: '', value: '' })
        }
      >
        Add {what}
      </Button>
    </Stack>
  );
}

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

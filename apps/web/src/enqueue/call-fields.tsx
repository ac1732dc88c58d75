import { Group, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { callOf } from './call-of.ts';
import type { Declared } from './declared.ts';
import { JsonEditor } from './json-editor.tsx';
import type { EnqueueValues } from './new-task-of.ts';
import { ParameterInput } from './parameter-input.tsx';

interface Props {
  form: UseFormReturnType<EnqueueValues>;
  /** Null for a callable that no catalogue knows: then its arguments are JSON. */
  entry: Declared | null;
}

/** A field for each parameter that the catalogue knows, or the arguments as JSON. */
export function CallFields({ form, entry }: Props) {
  if (!entry) return <JsonFields form={form} />;
  const toJson = (): void => {
    const call = callOf(entry.parameters, form.values.parameters);
    if (!('problems' in call)) form.setValues(call);
    form.setFieldValue('mode', 'json');
  };
  const { mode } = form.values;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text size="sm" c="dimmed" maw={520} style={{ whiteSpace: 'pre-line' }}>
          {entry.doc?.split('\n\n')[0] ?? 'It has no description.'}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="How arguments are given"
          data={[
            { value: 'fields', label: 'Fields' },
            { value: 'json', label: 'JSON' },
          ]}
          value={mode}
          onChange={(next) => (next === 'json' ? toJson() : form.setFieldValue('mode', 'fields'))}
        />
      </Group>
      {mode === 'json' ? (
        <JsonFields form={form} />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {entry.parameters.map((parameter) => (
            <ParameterInput
              key={parameter.name}
              parameter={parameter}
              {...form.getInputProps(`parameters.${parameter.name}`)}
            />
          ))}
        </SimpleGrid>
      )}
      <Text size="xs" c="dimmed">
        As profile {entry.profile}, version {entry.version}, declares it
        {entry.owner ? `; owned by ${entry.owner}` : ''}.
        {entry.parameters.length === 0 ? ' It takes no arguments.' : ''}
      </Text>
    </Stack>
  );
}

function JsonFields({ form }: Pick<Props, 'form'>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <JsonEditor label="Arguments" description="JSON array" {...form.getInputProps('args')} />
      <JsonEditor label="Keyword arguments" description="JSON object" {...form.getInputProps('kwargs')} />
    </SimpleGrid>
  );
}

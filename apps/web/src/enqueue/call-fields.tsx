import { Group, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { prettyJson } from '../text/pretty-json.ts';
import { draftOf } from './call-of.ts';
import type { Declared } from './declared.ts';
import { fieldsOf } from './fields-of.ts';
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
  const { parameters } = entry;
  const { mode } = form.values;
  const switchTo = (next: string): void => {
    form.clearErrors();
    if (next === 'json') {
      const { args, kwargs } = draftOf(parameters, form.values.parameters);
      return form.setValues({ mode: 'json', args: prettyJson(args), kwargs: prettyJson(kwargs) });
    }
    const fields = fieldsOf(parameters, form.values);
    if ('texts' in fields) form.setValues({ mode: 'fields', parameters: fields.texts });
    else form.setFieldError(fields.at, `This does not fit the fields. ${fields.problem}`);
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {entry.doc?.split('\n\n')[0] ?? 'It has no description.'}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            From profile {entry.profile}, version {entry.version}
            {entry.owner ? ` · owned by ${entry.owner}` : ''}
            {parameters.length === 0 ? ' · takes no arguments' : ''}
          </Text>
        </Stack>
        {(parameters.length > 0 || mode === 'json') && (
          <SegmentedControl
            size="xs"
            aria-label="How arguments are given"
            data={[
              { value: 'fields', label: 'Fields' },
              { value: 'json', label: 'JSON' },
            ]}
            value={mode}
            onChange={switchTo}
            style={{ flexShrink: 0 }}
          />
        )}
      </Group>
      {mode === 'json' ? (
        <JsonFields form={form} />
      ) : (
        parameters.length > 0 && (
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {parameters.map((parameter) => (
              <ParameterInput
                key={parameter.name}
                parameter={parameter}
                {...form.getInputProps(`parameters.${parameter.name}`)}
              />
            ))}
          </SimpleGrid>
        )
      )}
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

import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Declared } from './declared.ts';
import { JsonEditor } from './json-editor.tsx';
import { jsonWords, type ParameterField, parameterField, takesNull } from './parameter-field.ts';

interface Props {
  parameter: Declared['parameters'][number];
  value?: string;
  error?: ReactNode;
  onChange?: (value: string) => void;
  /** By which the form finds the field again. */
  'data-path'?: string;
}

/** Asks for one argument, as text of its own kind: numbers stay text, so that digits survive. */
export function ParameterInput({ parameter, value = '', error, onChange, 'data-path': path }: Props) {
  const { name, kind, required, schema } = parameter;
  const asked = parameterField(kind.startsWith('var_') ? {} : schema);
  const common = {
    label: stars[kind] + name,
    description: describe(parameter, asked.kind),
    required,
    error,
    'data-path': path,
  };
  const data = asked.kind === 'boolean' ? ['true', 'false'] : asked.kind === 'choice' ? choicesOf(asked.choices) : null;
  if (data) {
    return (
      <Select
        {...common}
        data={data}
        value={value === '' ? null : value}
        clearable={!required}
        clearButtonProps={{ 'aria-label': `No ${name}` }}
        onChange={(next) => onChange?.(next ?? '')}
      />
    );
  }
  if (asked.kind === 'json') {
    return <JsonEditor {...common} value={value} minRows={2} onChange={(next) => onChange?.(next)} />;
  }
  return (
    <TextInput
      {...common}
      value={value}
      inputMode={asked.kind === 'integer' ? 'numeric' : asked.kind === 'number' ? 'decimal' : 'text'}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}

/** "Whole number. Empty: 42". */
function describe({ kind, required, schema, ...rest }: Props['parameter'], asked: ParameterField['kind']): string {
  if (kind === 'var_positional') return 'JSON array of further values. Empty: none';
  if (kind === 'var_keyword') return 'JSON object of further names and values. Empty: none';
  const what = asked === 'json' ? jsonWords(schema) : words[asked];
  if (required) return takesNull(schema) ? `${what}. Empty: null` : what;
  return `${what}. Empty: ${'default' in rest ? JSON.stringify(rest.default) : 'its default'}`;
}

/** Texts without their quotes, where none looks like another kind of value then. */
function choicesOf(choices: readonly string[]): { value: string; label: string }[] {
  const values = choices.map((json): unknown => JSON.parse(json));
  const areTexts = values.every((value) => typeof value === 'string' && value !== '');
  return choices.map((json, at) => ({ value: json, label: areTexts ? String(values[at]) : json }));
}

const stars: Record<Props['parameter']['kind'], string> = {
  positional_only: '',
  positional_or_keyword: '',
  keyword_only: '',
  var_positional: '*',
  var_keyword: '**',
};

const words = {
  text: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'true or false',
  choice: 'One of these',
} as const;

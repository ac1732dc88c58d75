import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Declared } from './declared.ts';
import { JsonEditor } from './json-editor.tsx';
import { parameterField } from './parameter-field.ts';

interface Props {
  parameter: Declared['parameters'][number];
  value?: string;
  error?: ReactNode;
  onChange?: (value: string) => void;
}

/** Asks for one argument, as text of its own kind: numbers stay text, so that digits survive. */
export function ParameterInput({ parameter: { name, kind, required, schema, ...rest }, value = '', ...field }: Props) {
  const asked = parameterField(kind.startsWith('var_') ? {} : schema);
  const fallback = 'default' in rest ? `Default ${JSON.stringify(rest.default)}` : 'May be left empty';
  const common = { label: stars[kind] + name, required, error: field.error, value };
  const description = required ? words[asked.kind] : `${words[asked.kind]}. ${fallback}`;
  const data = asked.kind === 'boolean' ? ['true', 'false'] : asked.kind === 'choice' ? asked.choices : null;
  if (data) {
    return (
      <Select
        {...common}
        description={description}
        data={data}
        clearable={!required}
        onChange={(next) => field.onChange?.(next ?? '')}
      />
    );
  }
  if (asked.kind === 'json') {
    const what = kind === 'var_positional' ? 'JSON array' : kind === 'var_keyword' ? 'JSON object' : words.json;
    return (
      <JsonEditor
        {...common}
        description={required ? what : `${what}. ${fallback}`}
        minRows={2}
        onChange={(next) => field.onChange?.(next)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      description={description}
      inputMode={asked.kind === 'integer' ? 'numeric' : asked.kind === 'number' ? 'decimal' : 'text'}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => field.onChange?.(event.currentTarget.value)}
    />
  );
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
  json: 'JSON',
} as const;

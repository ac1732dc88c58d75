import { Code, Group, Stack, Text, Title } from '@mantine/core';
import { Panel } from '../ui/panel.tsx';
import { commandOf } from './command-of.ts';
import { FieldTable } from './field-table.tsx';
import { MethodBadge } from './method-badge.tsx';
import type { Operation } from './reference.ts';

/** All of one operation: what it takes, what it answers, and a command that calls it. */
export function OperationPanel({ operation }: { operation: Operation }) {
  const { id, method, path, summary, description, parameters, body, answers } = operation;
  const title = (
    <Group gap={8} wrap="nowrap" id={id}>
      <MethodBadge method={method} />
      <Text span inherit ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {path}
      </Text>
    </Group>
  );
  return (
    <Panel title={title}>
      <Stack gap="sm">
        <div>
          <Text fw={600}>{summary}</Text>
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        </div>
        <Code block tabIndex={0} role="region" aria-label={`Command for ${id}`}>
          {commandOf(operation)}
        </Code>
        {parameters.length > 0 && <Part title="Parameters" label={`Parameters of ${id}`} fields={parameters} />}
        {body && (
          <Part
            title={`Body: ${body.mediaType}${body.isRequired ? '' : ', or none'}`}
            label={`Body of ${id}`}
            fields={body.fields}
          />
        )}
        {answers.map(({ status, description: meaning, mediaType, fields }) => (
          <Part
            key={status}
            title={`${status}: ${meaning}${mediaType && !isJson(mediaType) ? ` (${mediaType})` : ''}`}
            label={`Answer ${status} of ${id}`}
            fields={fields}
          />
        ))}
      </Stack>
    </Panel>
  );
}

function Part({
  title,
  label,
  fields,
}: {
  title: string;
  label: string;
  fields: Operation['parameters'][number][] | Operation['answers'][number]['fields'];
}) {
  return (
    <div>
      <Title order={3} size="sm">
        {title}
      </Title>
      {fields.length > 0 && <FieldTable label={label} fields={fields} />}
    </div>
  );
}

function isJson(mediaType: string): boolean {
  return /^application\/(problem\+)?json$/.test(mediaType);
}

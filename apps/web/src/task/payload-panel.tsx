import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Payload, TaskDetail } from '@raydeck/services';
import { jsonTokens } from '../text/json-tokens.ts';
import { prettyJson } from '../text/pretty-json.ts';
import { Panel } from '../ui/panel.tsx';
import { CopyIcon } from '../ui/short-id.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

/** Arguments and result as they were written, or only their shapes. */
export function PayloadPanel({ task: { args, kwargs, result, state } }: { task: TaskDetail['task'] }) {
  const isShape = args.kind === 'shape';
  return (
    <Panel title="Payload" note={isShape ? 'shapes only: values need payload permission' : null}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <PayloadView name="args" payload={args} />
          <PayloadView name="kwargs" payload={kwargs} />
        </SimpleGrid>
        {result && <PayloadView name="result" payload={result} />}
        {!result && state === 'SUCCEEDED' && (
          <Text size="sm" c="dimmed">
            It returned nothing.
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

/** A result may be large: what is beyond this is there to copy, not to read. */
const charactersShown = 100_000;

function PayloadView({ name, payload }: { name: string; payload: Payload }) {
  const raw = payload.kind === 'text' ? payload.text : payload.shape;
  const shown = raw.slice(0, charactersShown);
  const tokens = payload.kind === 'text' ? jsonTokens(prettyJson(shown)) : [{ kind: 'other', text: shown }];
  return (
    <div>
      <Group justify="space-between" h={26}>
        <Text size="xs" c="dimmed" fw={500}>
          {name}
        </Text>
        {payload.kind === 'text' && <CopyIcon value={raw} label={`Copy ${name}`} />}
      </Group>
      <div className={`${classes['boxed']} ${classes['scroll']}`} tabIndex={0} role="region" aria-label={name}>
        <pre className={`${classes['code']} ${classes['json']}`}>
          {tokens.map(({ kind, text }, index) => (
            <span key={index} data-kind={kind}>
              {visibleText(text)}
            </span>
          ))}
        </pre>
      </div>
      {raw.length > shown.length && (
        <Text size="xs" c="dimmed" mt={4}>
          The first {charactersShown.toLocaleString('en-US')} of {raw.length.toLocaleString('en-US')} characters; copy
          takes all.
        </Text>
      )}
    </div>
  );
}

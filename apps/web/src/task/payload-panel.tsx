import { Alert, Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Payload, TaskDetail } from '@raydeck/services';
import { jsonTokens } from '../text/json-tokens.ts';
import { prettyJson } from '../text/pretty-json.ts';
import { formatBytes } from '../ui/format-bytes.ts';
import { Panel } from '../ui/panel.tsx';
import { CopyIcon } from '../ui/short-id.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

/** Arguments and result as they were written, or only their shapes. */
export function PayloadPanel({ task, maySee }: { task: TaskDetail['task']; maySee: boolean }) {
  const { id, args, kwargs, result, state } = task;
  const link = (what: string): string | null => (maySee ? `/api/v1/tasks/${id}/${what}?download=true` : null);
  return (
    <Panel title="Payload" note={!maySee ? 'shapes only: values need payload permission' : null}>
      <Stack gap="md">
        {args.kind === 'locked' && <LockedView payload={args} />}
        {args.kind === 'stored' && <StoredView name="args and kwargs" payload={args} href={link('arguments')} />}
        {isShown(args) && isShown(kwargs) && (
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <PayloadView name="args" payload={args} />
            <PayloadView name="kwargs" payload={kwargs} />
          </SimpleGrid>
        )}
        {result?.kind === 'stored' && <StoredView name="result" payload={result} href={link('result')} />}
        {result && isShown(result) && <PayloadView name="result" payload={result} />}
        {!result && state === 'SUCCEEDED' && (
          <Text size="sm" c="dimmed">
            It returned nothing.
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

type Shown = Extract<Payload, { kind: 'text' | 'shape' }>;

function isShown(payload: Payload): payload is Shown {
  return payload.kind === 'text' || payload.kind === 'shape';
}

/** A result may be large: what is beyond this is there to copy, not to read. */
const charactersShown = 100_000;

/** All else of the task can be seen and acted on. */
function LockedView({ payload }: { payload: Extract<Payload, { kind: 'locked' }> }) {
  const title = payload.isKeyMissing ? `Encrypted: key ${payload.keyId} is missing` : 'Encrypted: it does not open';
  return (
    <Alert color="yellow" variant="light" title={title}>
      {payload.isKeyMissing
        ? `Arguments and result are encrypted with the key "${payload.keyId}", which the console’s ENCRYPTION_KEYS do not have. They are shown again once it is there.`
        : `${payload.problem} Its row was changed, or it was moved here from another one.`}
    </Alert>
  );
}

/** What is too large for a page: how large, and the way to have it. */
function StoredView({ name, payload, href }: { name: string; payload: Payload; href: string | null }) {
  const size = payload.kind === 'stored' ? formatBytes(payload.sizeBytes) : '';
  return (
    <div>
      <Text size="xs" c="dimmed" fw={500}>
        {name}
      </Text>
      <Group gap="sm">
        <Text size="sm">Stored, {size}</Text>
        {href && (
          <Anchor size="sm" href={href} download>
            Download {name}
          </Anchor>
        )}
      </Group>
    </div>
  );
}

function PayloadView({ name, payload }: { name: string; payload: Shown }) {
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

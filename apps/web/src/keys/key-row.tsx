import { TableTd, TableTr, Text } from '@mantine/core';
import type { ApiKeySummary } from '@raydeck/services';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { RevokeKey } from './revoke-key.tsx';

export function KeyRow({ apiKey, now }: { apiKey: ApiKeySummary; now: Date }) {
  const { id, name, prefix, lastUsedAt, createdBy, createdAt, revokedAt, expiresAt } = apiKey;
  const isOver = revokedAt !== null || (expiresAt !== null && expiresAt <= now);
  return (
    <TableTr style={isOver ? { color: 'var(--mantine-color-dimmed)' } : {}}>
      <TableTd>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {visibleText(name)}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          rdk_{prefix}_…
        </Text>
      </TableTd>
      <TableTd>
        <Text size="sm">{apiKey.scopes.join(', ')}</Text>
        <Text size="xs" c="dimmed">
          {apiKey.canViewPayload ? 'sees payloads' : 'no payloads'}
        </Text>
      </TableTd>
      <TableTd maw={280}>
        {reachLines(apiKey).map((line) => (
          <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(line)}
          </Text>
        ))}
      </TableTd>
      <TableTd>{lastUsedAt ? <TimeAgo at={lastUsedAt} /> : 'never'}</TableTd>
      <TableTd>
        <Standing apiKey={apiKey} now={now} />
      </TableTd>
      <TableTd>
        <TimeAgo at={createdAt} />
        <Text size="xs" c="dimmed">
          {visibleText(createdBy)}
        </Text>
      </TableTd>
      <TableTd ta="right">{revokedAt === null && <RevokeKey id={id} name={name} />}</TableTd>
    </TableTr>
  );
}

function Standing({ apiKey: { revokedAt, expiresAt }, now }: { apiKey: ApiKeySummary; now: Date }) {
  if (revokedAt) {
    return (
      <>
        Revoked <TimeAgo at={revokedAt} />
      </>
    );
  }
  if (!expiresAt) return 'never expires';
  return (
    <>
      {expiresAt <= now ? 'Expired ' : 'expires '}
      <TimeAgo at={expiresAt} />
    </>
  );
}

function reachLines({ queues, callables, ownTasksOnly }: ApiKeySummary): string[] {
  const lines = [
    queues.length > 0 && `queues ${queues.join(', ')}`,
    callables.length > 0 && `callables ${callables.join(', ')}`,
    ownTasksOnly && 'its own tasks only',
  ].filter((line) => line !== false);
  return lines.length === 0 ? ['everything'] : lines;
}

import { TableTd, TableTr, Text } from '@mantine/core';
import type { ProfileTestRun, SetupFailure } from '@raydeck/services';
import { DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';

export function TestsPanel({ name, tests }: { name: string; tests: ProfileTestRun[] }) {
  return (
    <Panel title="Tests" note={tests.length === 0 ? null : `the newest ${tests.length}`} flush={tests.length > 0}>
      {tests.length === 0 && <Text size="sm">Nobody has tested it yet.</Text>}
      {tests.length > 0 && (
        <DataTable label="Tests" columns={['Outcome', 'Version', 'Queue', 'By', 'When']} minWidth={480}>
          {tests.map(({ taskId, state, version, queue, actor, at }) => (
            <TableTr key={taskId}>
              <TableTd>
                {state ? (
                  <Link href={`/profiles/${encodeURIComponent(name)}?test=${taskId}`}>
                    <StateBadge state={state} />
                  </Link>
                ) : (
                  'deleted'
                )}
              </TableTd>
              <TableTd>{version}</TableTd>
              <TableTd>{queue}</TableTd>
              <TableTd>{visibleText(actor)}</TableTd>
              <TableTd>
                <TimeAgo at={at} />
              </TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

export function FailuresPanel({ failures }: { failures: SetupFailure[] }) {
  return (
    <Panel
      title="Set-up failures"
      note={failures.length === 0 ? null : `the newest ${failures.length}`}
      flush={failures.length > 0}
    >
      {failures.length === 0 && <Text size="sm">Ray has set it up each time, as far as attempts are kept.</Text>}
      {failures.length > 0 && (
        <DataTable label="Set-up failures" columns={['What Ray said', 'Version', 'When']} minWidth={480}>
          {failures.map(({ attemptId, taskId, version, message, at }) => (
            <TableTr key={attemptId}>
              <TableTd maw={420}>
                <Link href={`/tasks/${taskId}?attempt=${attemptId}`}>
                  <Text span size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
                    {message === null ? 'shown with payload permission only' : visibleText(message.slice(0, 1_000))}
                  </Text>
                </Link>
              </TableTd>
              <TableTd>{version}</TableTd>
              <TableTd>
                <TimeAgo at={at} />
              </TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

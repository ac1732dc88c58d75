'use client';

import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { TaskState } from '@raydeck/core';
import type { History } from '@raydeck/services';
import dynamic from 'next/dynamic';
import { formatDuration } from '../../ui/format-time.ts';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { historySummary, neighboursOf } from './history-summary.ts';
import { useHistory } from './use-history.ts';

/** The library that draws comes after the page: it is larger than all the rest. */
const RunBars = dynamic(() => import('./run-bars.tsx').then((module) => module.RunBars), {
  ssr: false,
  loading: () => <Skeleton h={84} />,
});

/** How the callable's last runs went, with the way to the last success and to the runs before and after this one. */
export function HistoryPanel({ id, callable, state }: { id: string; callable: string; state: TaskState }) {
  const history = useHistory(callable, state);
  const count = typeof history === 'object' && history !== null ? history.runs.length : null;
  return (
    <Panel title="Runs of this callable" note={count === null ? null : `the last ${count}`}>
      {history === null && <Skeleton h={96} />}
      {typeof history === 'string' && (
        <Text size="sm" c="dimmed">
          {history}
        </Text>
      )}
      {history !== null && typeof history !== 'string' && <Runs history={history} id={id} callable={callable} />}
    </Panel>
  );
}

function Runs({
  history: { runs, lastSuccess, isPartial },
  id,
  callable,
}: {
  history: History;
  id: string;
  callable: string;
}) {
  const { ended, succeeded, medianMs } = historySummary(runs);
  const { before, after } = neighboursOf(runs, id);
  return (
    <Stack gap={8}>
      <RunBars runs={runs} chosen={id} />
      <Text size="xs" c="dimmed">
        {succeeded} of {ended} that ended succeeded
        {medianMs !== null && `, half of them within ${formatDuration(medianMs)}`}.
        {isPartial && ' There may be more: the search was ended.'}
      </Text>
      <Group gap="md" fz="xs">
        {before && <Link href={`/tasks/${before.id}`}>← Run before</Link>}
        {after && <Link href={`/tasks/${after.id}`}>Run after →</Link>}
        {lastSuccess && lastSuccess.id !== id && (
          <span>
            <Link href={`/tasks/${lastSuccess.id}`}>Last success</Link> <TimeAgo at={lastSuccess.finishedAt} />
          </span>
        )}
        <Link href={`/tasks?callable=${encodeURIComponent(callable)}`}>All</Link>
      </Group>
    </Stack>
  );
}

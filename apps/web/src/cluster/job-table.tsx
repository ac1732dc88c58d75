import { TableTd, TableTr, Text } from '@mantine/core';
import type { ClusterJob } from '@raydeck/services';
import { DataTable } from '../ui/data-table.tsx';
import { Duration } from '../ui/duration.tsx';
import { Link } from '../ui/link.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { JobStatus } from './job-status.tsx';

const columns = ['Job', 'Status', 'Entrypoint', 'Whose', 'Started', 'Took', 'Cluster'];

export function JobTable({ jobs }: { jobs: readonly ClusterJob[] }) {
  return (
    <DataTable label="Jobs" columns={columns} minWidth={1040}>
      {jobs.map((job) => (
        <TableTr key={job.id}>
          <TableTd maw={260}>
            <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              <Link href={`/cluster/jobs/${job.id}`}>{visibleText(job.key)}</Link>
            </Text>
          </TableTd>
          <TableTd>
            <JobStatus job={job} />
          </TableTd>
          <TableTd maw={340}>
            <Text size="xs" ff="monospace" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
              {job.entrypoint === null ? '–' : visibleText(job.entrypoint)}
            </Text>
          </TableTd>
          <TableTd>{job.attemptId ? 'ours' : job.type === 'DRIVER' ? 'a driver' : 'another’s'}</TableTd>
          <TableTd>
            <TimeAgo at={job.startedAt} />
          </TableTd>
          <TableTd>
            <Duration from={job.startedAt} to={job.endedAt ?? job.goneAt} />
          </TableTd>
          <TableTd maw={200}>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {visibleText(job.rayAddress)}
              {job.goneAt && (
                <>
                  , not listed since <TimeAgo at={job.goneAt} />
                </>
              )}
            </Text>
          </TableTd>
        </TableTr>
      ))}
    </DataTable>
  );
}

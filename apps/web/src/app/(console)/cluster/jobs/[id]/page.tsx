import { Code, Stack, Text } from '@mantine/core';
import { findTask, getClusterJob } from '@raydeck/services';
import type { Metadata } from 'next';
import { JobStatus } from '../../../../../cluster/job-status.tsx';
import { LiveRefresh } from '../../../../../live/live-refresh.tsx';
import { contextOf } from '../../../../../server/container.ts';
import { requirePrincipal } from '../../../../../server/principal.ts';
import { unlessAbsent } from '../../../../../server/unless-absent.ts';
import { ansiSegments } from '../../../../../text/ansi.ts';
import { Duration } from '../../../../../ui/duration.tsx';
import { Fact, Facts } from '../../../../../ui/facts.tsx';
import { LinkButton } from '../../../../../ui/link-button.tsx';
import { Page } from '../../../../../ui/page.tsx';
import { PageHeader } from '../../../../../ui/page-header.tsx';
import { Panel } from '../../../../../ui/panel.tsx';
import { TimeAgo } from '../../../../../ui/time-ago.tsx';
import { visibleText } from '../../../../../ui/visible-text.ts';

export const metadata: Metadata = { title: 'Job' };

export default async function ClusterJobPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const job = await getClusterJob(context, (await params).id).catch(unlessAbsent);
  const task = job.attemptId && (await findTask(context, job.attemptId));
  const { attemptId, entrypoint, message, errorType, exitCode, logTail, goneAt } = job;
  const details = Object.entries(job.metadata ?? {});
  return (
    <Page>
      <LiveRefresh everyMs={15_000} />
      <PageHeader
        title={visibleText(job.key)}
        description={attemptId ? 'Submitted by this installation.' : 'Not ours.'}
      >
        {task && (
          <LinkButton href={`/tasks/${task.taskId}?attempt=${attemptId}`} variant="default">
            Its task
          </LinkButton>
        )}
      </PageHeader>
      <Stack gap="md">
        <Panel title="What Ray said" note={goneAt ? 'it lists it no longer' : null}>
          <Facts>
            <Fact name="Status">
              <JobStatus job={job} />
            </Fact>
            <Fact name="Entrypoint">
              {entrypoint === null ? 'shown with payload permission' : visibleText(entrypoint)}
            </Fact>
            <Fact name="Started">
              <TimeAgo at={job.startedAt} />
            </Fact>
            <Fact name="Took">
              <Duration from={job.startedAt} to={job.endedAt ?? goneAt} />
            </Fact>
            {exitCode !== null && <Fact name="Exit code">{exitCode}</Fact>}
            {errorType && <Fact name="Error">{visibleText(errorType)}</Fact>}
            {message && (
              <Fact name="Message">
                <Text span size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {visibleText(message)}
                </Text>
              </Fact>
            )}
            {details.map(([name, value]) => (
              <Fact key={name} name={visibleText(name)}>
                {visibleText(value)}
              </Fact>
            ))}
            <Fact name="Cluster">
              {visibleText(job.rayAddress)}, {visibleText(job.raySession)}
            </Fact>
            {job.nodeId && <Fact name="Node">{visibleText(job.nodeId)}</Fact>}
          </Facts>
        </Panel>
        {logTail !== null && logTail !== '' && (
          <Panel title="Output" note="its end, as it was last fetched" flush>
            <Code block tabIndex={0} style={{ maxHeight: 480, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {ansiSegments(logTail)
                .map(({ text }) => text)
                .join('')}
            </Code>
          </Panel>
        )}
      </Stack>
    </Page>
  );
}

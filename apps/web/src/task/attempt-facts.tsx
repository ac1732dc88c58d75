import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { AttemptDetail, TaskDetail } from '@raydeck/services';
import { Link } from '../ui/link.tsx';
import type { ReactNode } from 'react';
import { ExternalLink } from '../ui/external-link.tsx';
import { AttemptLinks, type LinkTemplates } from './links/attempt-links.tsx';
import { Panel } from '../ui/panel.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';

interface Props {
  task: TaskDetail['task'];
  attempt: AttemptDetail;
  workerName: string | null;
  /** Where people find Ray's own dashboard; null when nobody said. */
  rayDashboardUrl: string | null;
  links: LinkTemplates;
}

/** Where an attempt ran, with the way to Ray's own pages. */
export function AttemptFacts({ task, attempt, workerName, rayDashboardUrl, links }: Props) {
  const { rayJobId, rayNodeId, pod, rayAddress, raySession, runner, lastHeartbeatAt, id } = attempt;
  return (
    <Panel
      id="execution"
      title="Execution"
      note={`attempt ${attempt.number}`}
      actions={<AttemptLinks templates={links} task={task} attempt={attempt} workerName={workerName} />}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md" verticalSpacing="sm">
        <Fact name="Attempt">
          <ShortId id={id} label="attempt id" />
        </Fact>
        <Fact name="Runner">{runner}</Fact>
        <Fact name="Worker">
          <Link href="/workers">{workerName ? visibleText(workerName) : 'gone'}</Link>
        </Fact>
        {rayJobId && (
          <Fact name="Ray job">
            <ShortId id={rayJobId} label="Ray job id" />
            <External base={rayDashboardUrl} path={`/#/jobs/${encodeURIComponent(rayJobId)}`} />
          </Fact>
        )}
        {rayNodeId && (
          <Fact name="Ray node">
            <ShortId id={rayNodeId} label="node id" />
            <External base={rayDashboardUrl} path={`/#/cluster/nodes/${encodeURIComponent(rayNodeId)}`} />
          </Fact>
        )}
        {pod && <Fact name="Pod">{visibleText(pod)}</Fact>}
        {rayAddress && <Fact name="Cluster">{visibleText(rayAddress)}</Fact>}
        {raySession && <Fact name="Session">{visibleText(raySession)}</Fact>}
        {lastHeartbeatAt && (
          <Fact name="Last heartbeat">
            <TimeAgo at={lastHeartbeatAt} />
          </Fact>
        )}
      </SimpleGrid>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Stack gap={0} miw={0}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Stack>
  );
}

function External({ base, path }: { base: string | null; path: string }) {
  if (!base) return null;
  return <ExternalLink href={base.replace(/\/$/, '') + path}>in Ray</ExternalLink>;
}

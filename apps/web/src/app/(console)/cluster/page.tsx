import { EmptyState, Stack } from '@mantine/core';
import { may } from '@raydeck/core';
import { listClusters, listGateways } from '@raydeck/services';
import { IconServerOff } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { ClusterPanel } from '../../../cluster/cluster-panel.tsx';
import { GatewayPanel } from '../../../cluster/gateway-panel.tsx';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { contextOf } from '../../../server/container.ts';
import { env } from '../../../server/env.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Cluster' };

export default async function ClusterPage() {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const [clusters, gateways] = await Promise.all([listClusters(context), listGateways(context)]);
  const dashboard = env().RAY_DASHBOARD_URL;
  return (
    <Page>
      <LiveRefresh everyMs={5_000} />
      <PageHeader title="Cluster" description="Ray as the workers last saw it; the console itself never dials Ray.">
        <LinkButton variant="default" href="/cluster/jobs">
          All jobs
        </LinkButton>
        {dashboard && <ExternalLink href={dashboard}>Ray dashboard</ExternalLink>}
      </PageHeader>
      {clusters.length === 0 && (
        <Panel>
          <EmptyState
            py={40}
            icon={<IconServerOff size={28} stroke={1.5} aria-hidden />}
            title="No cluster yet"
            description="A worker with RAY_ADDRESS reports its cluster here. Workers without one run tasks locally."
          />
        </Panel>
      )}
      <Stack gap="md">
        {clusters.map((cluster) => (
          <ClusterPanel key={cluster.address} cluster={cluster} mayAct={may(principal, 'cluster.drain')} />
        ))}
        {clusters.length > 0 && <GatewayPanel gateways={gateways} />}
      </Stack>
    </Page>
  );
}

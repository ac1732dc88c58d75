import { Code, EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import type { GatewaySummary } from '@raydeck/services';
import { IconDoor } from '@tabler/icons-react';
import { DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { ShortId } from '../ui/short-id.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { GatewayStatus } from './gateway-status.tsx';

const columns = ['Gateway', 'State', 'Lease', 'Holds', 'Actors', 'Workers', 'Version', 'Ray job', 'Cluster'];

/** The resident drivers of the runner ray_core, as they last said themselves. */
export function GatewayPanel({ gateways }: { gateways: readonly GatewaySummary[] }) {
  return (
    <Panel title="Gateways" note="of the runner ray_core" flush={gateways.length > 0}>
      {gateways.length === 0 ? (
        <EmptyState
          py={24}
          icon={<IconDoor size={28} stroke={1.5} aria-hidden />}
          title="No gateway"
          description={
            <>
              The runner <Code>ray_core</Code> is off unless workers are started with <Code>RAY_CORE_RUNNER=true</Code>;
              then one of them keeps a gateway on its cluster. Tasks take it when they, their queue, or{' '}
              <Code>RUNNER</Code> say <Code>ray_core</Code>.
            </>
          }
        />
      ) : (
        <DataTable label="Gateways" columns={columns} minWidth={1080}>
          {gateways.map((gateway) => (
            <GatewayRow key={gateway.id} gateway={gateway} />
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

function GatewayRow({ gateway }: { gateway: GatewaySummary }) {
  const { id, state, createdAt, endedAt, endReason, held, actors, workers, version, jobName, clusterJobId } = gateway;
  return (
    <TableTr>
      <TableTd>
        <ShortId id={id} label="gateway id" />
        <Text size="xs" c="dimmed">
          made <TimeAgo at={createdAt} />
        </Text>
      </TableTd>
      <TableTd maw={220}>
        <GatewayStatus state={state} />
        {endReason && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(endReason)}
          </Text>
        )}
      </TableTd>
      <TableTd>
        <Lease gateway={gateway} />
      </TableTd>
      <TableTd>{endedAt ? '–' : held}</TableTd>
      <TableTd>{endedAt ? '–' : actors}</TableTd>
      <TableTd>{endedAt ? '–' : workers}</TableTd>
      <TableTd>
        <Text size="xs" ff="monospace" title={version}>
          {visibleText(version.slice(0, 12))}
        </Text>
      </TableTd>
      <TableTd maw={200}>
        <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {clusterJobId ? (
            <Link href={`/cluster/jobs/${clusterJobId}`} aria-label={`Ray job of gateway ${shortenId(id)}`}>
              {visibleText(jobName)}
            </Link>
          ) : (
            visibleText(jobName)
          )}
        </Text>
      </TableTd>
      <TableTd maw={200}>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {visibleText(gateway.rayAddress)}
        </Text>
      </TableTd>
    </TableTr>
  );
}

function Lease({ gateway: { state, leaseExpiresAt, endedAt } }: { gateway: GatewaySummary }) {
  if (state === 'STARTING') return '–';
  if (endedAt) {
    return (
      <>
        ended <TimeAgo at={endedAt} />
      </>
    );
  }
  return (
    <>
      {state === 'SILENT' ? 'over ' : 'ends '}
      <TimeAgo at={leaseExpiresAt} />
    </>
  );
}

import { Group, Stack, TableTd, TableTr, Text } from '@mantine/core';
import type { ClusterModel } from '@raydeck/db';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { DataTable } from '../ui/data-table.tsx';
import { Panel } from '../ui/panel.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { DrainButton } from './drain-button.tsx';
import { Share } from './share.tsx';
import { Snapshot, type SnapshotNode } from './snapshot.ts';

/** One Ray cluster as a worker last saw it. */
export function ClusterPanel({ cluster, mayAct }: { cluster: ClusterModel; mayAct: boolean }) {
  const snapshot = Snapshot.safeParse(cluster.snapshot).data;
  const title = (
    <Group gap={8} wrap="nowrap">
      {cluster.reachable ? (
        <IconCircleCheck size={16} color="var(--state-succeeded)" aria-label="reachable" />
      ) : (
        <IconAlertTriangle size={16} color="var(--state-failed)" aria-label="not reachable" />
      )}
      {visibleText(cluster.address)}
    </Group>
  );
  return (
    <Panel title={title} note={cluster.rayVersion ? `Ray ${visibleText(cluster.rayVersion)}` : null} flush>
      <Stack gap={4} px="md" py="sm">
        {cluster.drained && (
          <Text size="sm" c="var(--state-canceled)">
            Drained by {visibleText(cluster.drainedBy ?? 'somebody')} <TimeAgo at={cluster.drainedAt} />
            {cluster.drainedReason && `: ${visibleText(cluster.drainedReason)}`}. Nothing new starts here.
          </Text>
        )}
        {!cluster.reachable && (
          <Text size="sm" c="var(--state-failed)">
            Does not answer: {visibleText(cluster.error ?? 'no reason is known')}. Last reached{' '}
            <TimeAgo at={cluster.reachableAt} />.
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            Checked <TimeAgo at={cluster.checkedAt} />
            {cluster.session && ` · ${visibleText(cluster.session)}`}
          </Text>
          <DrainButton address={cluster.address} drained={cluster.drained} mayAct={mayAct} />
        </Group>
        {snapshot && snapshot.demand.length > 0 && <Demand demand={snapshot.demand} />}
      </Stack>
      {snapshot && snapshot.nodes.length > 0 && (
        <DataTable
          label={`Nodes of ${cluster.address}`}
          columns={['Node', 'State', 'CPU', 'GPU', 'Memory']}
          minWidth={640}
        >
          {snapshot.nodes.map((node) => (
            <NodeRow key={node.id} node={node} />
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

function NodeRow({ node }: { node: SnapshotNode }) {
  return (
    <TableTr>
      <TableTd>
        <Text size="sm" fw={500}>
          {visibleText(node.hostname ?? node.ip ?? 'unnamed')}
          {node.isHead && (
            <Text span size="xs" c="dimmed">
              {' '}
              head
            </Text>
          )}
        </Text>
        <ShortId id={node.id} label="node id" />
      </TableTd>
      <TableTd>{node.alive ? 'Alive' : 'Dead'}</TableTd>
      <TableTd>
        <Share used={node.usedCpu} total={node.cpu} what="CPUs given away" />
      </TableTd>
      <TableTd>
        <Share used={node.usedGpu} total={node.gpu} what="GPUs given away" />
      </TableTd>
      <TableTd>
        <Share used={node.usedMemoryBytes} total={node.memoryBytes} what="memory given away" isBytes />
      </TableTd>
    </TableTr>
  );
}

/** What waits for a place on the cluster, ours or not. */
function Demand({ demand }: { demand: Snapshot['demand'] }) {
  const words = demand.slice(0, 6).map(({ resources, count }) => {
    const shape = Object.entries(resources).map(([name, amount]) => `${amount} ${name}`);
    return `${count} × ${shape.join(' + ') || 'nothing'}`;
  });
  return (
    <Text size="sm">
      Waits for a place: <b>{visibleText(words.join(', '))}</b>
    </Text>
  );
}

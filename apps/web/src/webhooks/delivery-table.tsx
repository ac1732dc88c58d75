import { Badge, Box, EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import type { Delivery } from '@raydeck/services';
import { IconSend } from '@tabler/icons-react';
import { DataTable } from '../ui/data-table.tsx';
import { Panel } from '../ui/panel.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { RedeliverButton } from './redeliver-button.tsx';

const columns = ['Message', 'Event', 'State', 'Tries', 'Last answer', 'Made', 'Tried', 'Actions'];

/** What a webhook was told, and how it went. */
export function DeliveryTable({ name, deliveries, note }: { name: string; deliveries: Delivery[]; note: string }) {
  return (
    <Panel title="Deliveries" note={note} flush>
      {deliveries.length === 0 && (
        <EmptyState
          py={40}
          icon={<IconSend size={28} stroke={1.5} aria-hidden />}
          title="Nothing was told yet"
          description="What happens from now on is listed here; Send test makes a first one."
        />
      )}
      {deliveries.length > 0 && (
        <DataTable label="Deliveries" columns={columns} minWidth={900}>
          {deliveries.map((delivery) => (
            <TableTr key={delivery.id}>
              <TableTd>
                <ShortId id={delivery.id} label="message id" />
              </TableTd>
              <TableTd>{delivery.event}</TableTd>
              <TableTd>
                <Badge variant="default" radius="sm" size="sm" fw={delivery.state === 'DEAD' ? 700 : 500}>
                  {delivery.state}
                </Badge>
              </TableTd>
              <TableTd>{delivery.attempts}</TableTd>
              <TableTd>
                <Text size="sm">{answerOf(delivery)}</Text>
              </TableTd>
              <TableTd>
                <TimeAgo at={delivery.createdAt} />
              </TableTd>
              <TableTd>
                <TimeAgo at={delivery.triedAt} />
              </TableTd>
              <TableTd>
                <Box ta="right">
                  {delivery.state !== 'PENDING' && (
                    <RedeliverButton name={name} deliveryId={delivery.id} event={delivery.event} />
                  )}
                </Box>
              </TableTd>
            </TableTr>
          ))}
        </DataTable>
      )}
    </Panel>
  );
}

function answerOf({ statusCode, durationMs, error }: Delivery): string {
  const took = durationMs === null ? '' : ` in ${durationMs} ms`;
  if (statusCode !== null) return `${statusCode}${took}`;
  return error === null ? 'none yet' : visibleText(error);
}

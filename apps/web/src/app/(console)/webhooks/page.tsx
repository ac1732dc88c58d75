import { Badge, EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import { may } from '@raydeck/core';
import { listWebhooks, type Webhook } from '@raydeck/services';
import { IconWebhook } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Link } from '../../../ui/link.tsx';
import { NoPermission } from '../../../ui/no-permission.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { visibleText } from '../../../ui/visible-text.ts';
import { AddWebhook } from '../../../webhooks/add-webhook.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

const columns = ['Webhook', 'Events', 'Only', 'Standing', 'Made'];

export default async function WebhooksPage() {
  const principal = await requirePrincipal();
  if (!may(principal, 'webhook.read')) {
    return <NoPermission what="Webhooks are managed by ADMIN." role={principal.role} />;
  }
  const webhooks = await listWebhooks(contextOf(principal));
  return (
    <Page>
      <PageHeader
        title="Webhooks"
        description="Addresses that are told when tasks end, a queue falls behind or a worker is lost. Signed, never with payloads."
      >
        <AddWebhook />
      </PageHeader>
      <Panel flush>
        {webhooks.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconWebhook size={28} stroke={1.5} aria-hidden />}
            title="No webhook yet"
            description="Add one, and its secret is shown once."
          />
        )}
        {webhooks.length > 0 && (
          <DataTable label="Webhooks" columns={columns}>
            {webhooks.map((webhook) => (
              <TableTr key={webhook.name}>
                <TableTd>
                  <Link href={`/webhooks/${webhook.name}`}>{webhook.name}</Link>
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {visibleText(webhook.url)}
                  </Text>
                </TableTd>
                <TableTd>{webhook.events.join(', ')}</TableTd>
                <TableTd>{onlyWords(webhook)}</TableTd>
                <TableTd>
                  <Standing webhook={webhook} />
                </TableTd>
                <TableTd>
                  <TimeAgo at={webhook.createdAt} />
                </TableTd>
              </TableTr>
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

function onlyWords({ queues, callables, tags }: Webhook): string {
  return visibleText([...queues, ...callables, ...tags].join(', ')) || 'all';
}

function Standing({ webhook: { enabled, disabledReason, failingSince } }: { webhook: Webhook }) {
  if (!enabled) return <Text size="sm">Disabled: {visibleText(disabledReason ?? '')}</Text>;
  if (failingSince === null) {
    return (
      <Badge variant="default" radius="sm" size="sm" fw={500}>
        enabled
      </Badge>
    );
  }
  return (
    <Text size="sm" fw={600}>
      Nothing arrives since <TimeAgo at={failingSince} />
    </Text>
  );
}

import { Stack } from '@mantine/core';
import { may, RaydeckError } from '@raydeck/core';
import { deliveryStates, getWebhook, listDeliveries } from '@raydeck/services';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { Link } from '../../../../ui/link.tsx';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { DeliveryTable } from '../../../../webhooks/delivery-table.tsx';
import { WebhookButtons } from '../../../../webhooks/webhook-buttons.tsx';

export const metadata: Metadata = { title: 'Webhook' };

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<{ state?: string | string[] }>;
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal();
  if (!may(principal, 'webhook.read')) {
    return <NoPermission what="Webhooks are managed by ADMIN." role={principal.role} />;
  }
  const context = contextOf(principal);
  const name = decodeURIComponent((await params).name);
  const { state: asked } = await searchParams;
  const state = deliveryStates.find((known) => known === asked);
  const webhook = await getWebhook(context, name).catch(unlessAbsent);
  const { items, nextCursor } = await listDeliveries(context, { name, state });
  const which = state === undefined ? '' : `${state}, `;
  return (
    <Page>
      <LiveRefresh everyMs={5_000} />
      <PageHeader
        title={webhook.name}
        description={webhook.enabled ? webhook.url : `Disabled: ${webhook.disabledReason ?? ''}`}
      >
        <WebhookButtons webhook={webhook} />
      </PageHeader>
      <Stack gap="md">
        <nav aria-label="Deliveries by state">
          <Link href={`/webhooks/${name}`}>All</Link>
          {deliveryStates.map((known) => (
            <span key={known}>
              {' · '}
              <Link href={`/webhooks/${name}?state=${known}`}>{known}</Link>
            </span>
          ))}
        </nav>
        <DeliveryTable
          name={name}
          deliveries={items}
          note={
            nextCursor === null ? `${which}of thirty days` : `${which}the newest ${items.length}; REST has the rest`
          }
        />
      </Stack>
    </Page>
  );
}

function unlessAbsent(error: unknown): never {
  if (error instanceof RaydeckError && error.code === 'NOT_FOUND') notFound();
  throw error;
}

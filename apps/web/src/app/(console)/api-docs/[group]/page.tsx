import { Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { loadReference } from '../../../../api-docs/load-reference.ts';
import { OperationPanel } from '../../../../api-docs/operation-panel.tsx';
import { requirePrincipal } from '../../../../server/principal.ts';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'REST API' };

export default async function ApiDocsGroupPage({ params }: { params: Promise<{ group: string }> }) {
  await requirePrincipal();
  const { group: name } = await params;
  const group = loadReference().find((one) => one.name === decodeURIComponent(name));
  if (!group) notFound();
  return (
    <Page>
      <PageHeader
        title={`REST API: /${group.name}`}
        description="RAYDECK_URL is this console’s address, RAYDECK_API_KEY an API key."
      >
        <LinkButton href="/api-docs" variant="default">
          All operations
        </LinkButton>
      </PageHeader>
      <Stack gap="md">
        {group.operations.map((operation) => (
          <OperationPanel key={operation.id} operation={operation} />
        ))}
      </Stack>
    </Page>
  );
}

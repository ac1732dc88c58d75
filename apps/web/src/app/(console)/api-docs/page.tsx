import { Box, Group, Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { MethodBadge } from '../../../api-docs/method-badge.tsx';
import { loadReference } from '../../../api-docs/load-reference.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { Link } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'REST API' };

export default async function ApiDocsPage() {
  await requirePrincipal();
  return (
    <Page width="narrow">
      <PageHeader
        title="REST API"
        description="All operations below /api/v1, for API keys and for this session. Errors are problem+json."
      >
        <ExternalLink href="/api/v1/openapi.json">OpenAPI 3.1</ExternalLink>
      </PageHeader>
      <Stack gap="md">
        {loadReference().map(({ name, operations }) => (
          <Panel key={name} title={`/${name}`}>
            <Stack gap={6}>
              {operations.map(({ id, method, path, summary }) => (
                <Group key={id} gap="sm" wrap="nowrap" align="flex-start">
                  <MethodBadge method={method} />
                  <Box miw={0} style={{ overflowWrap: 'anywhere' }}>
                    <Link href={`/api-docs/${encodeURIComponent(name)}#${id}`}>{path}</Link>
                    <Text size="sm" c="dimmed">
                      {summary}
                    </Text>
                  </Box>
                </Group>
              ))}
            </Stack>
          </Panel>
        ))}
      </Stack>
    </Page>
  );
}

import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { ChangePassword } from '../../../account/change-password.tsx';
import { requirePrincipal } from '../../../server/principal.ts';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { visibleText } from '../../../ui/visible-text.ts';
import { roleOptions } from '../../../users/role-words.ts';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const { id, name, role, canViewPayload } = await requirePrincipal();
  const email = id.replace(/^user:/, '');
  const facts = [
    ['Name', visibleText(name)],
    ['E-mail', visibleText(email)],
    ['Role', `${role}: ${roleOptions.find(({ value }) => value === role)?.description}`],
    ['Payloads', canViewPayload ? 'you see values' : 'you see shapes, not values'],
  ];
  return (
    <Page width="narrow">
      <PageHeader title="Your account" />
      <Stack gap="md">
        <Panel title="You">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {facts.map(([label, value]) => (
              <div key={label}>
                <Text size="xs" c="dimmed">
                  {label}
                </Text>
                <Text size="sm">{value}</Text>
              </div>
            ))}
          </SimpleGrid>
        </Panel>
        <Panel title="Password">
          <ChangePassword email={email} />
        </Panel>
      </Stack>
    </Page>
  );
}

import { EmptyState, TableTd, TableTr, Text } from '@mantine/core';
import { may } from '@raydeck/core';
import { listProfiles, listProfileUses } from '@raydeck/services';
import { IconPackage } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { contentWords, sourceWords } from '../../../profiles/profile-words.ts';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FilterBox } from '../../../ui/filter-box.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { NoPermission } from '../../../ui/no-permission.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { visibleText } from '../../../ui/visible-text.ts';

export const metadata: Metadata = { title: 'Profiles' };

const columns = ['Profile', 'Code', 'Holds', 'Used by', 'Changed'];

export default async function ProfilesPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const principal = await requirePrincipal();
  if (!may(principal, 'profile.read')) {
    return <NoPermission what="Profiles are managed by ADMIN." role={principal.role} />;
  }
  const context = contextOf(principal);
  const { q } = await searchParams;
  const sought = typeof q === 'string' ? q.trim().toLowerCase() : '';
  const [all, uses] = await Promise.all([listProfiles(context), listProfileUses(context)]);
  const profiles = all.filter(({ name }) => name.toLowerCase().includes(sought));
  return (
    <Page>
      <PageHeader
        title="Profiles"
        description="Named environments: how code, requirements, variables and secrets reach Ray. Each change makes a version."
      >
        <LinkButton href="/profiles/new">Add profile</LinkButton>
      </PageHeader>
      {all.length > 0 && <FilterBox label="Find profiles" placeholder="Name" />}
      <Panel flush>
        {profiles.length === 0 && (
          <EmptyState
            py={40}
            icon={<IconPackage size={28} stroke={1.5} aria-hidden />}
            title={all.length === 0 ? 'No profile yet' : 'No profile matches'}
            description={
              all.length === 0
                ? 'Without one, tasks run what is in the cluster’s image. ./raydeck up --code makes one from a folder.'
                : `${all.length} are there; none is called so.`
            }
          />
        )}
        {profiles.length > 0 && (
          <DataTable label="Profiles" columns={columns} minWidth={820}>
            {profiles.map((profile) => (
              <TableTr key={profile.name}>
                <TableTd>
                  <Text size="sm" fw={500}>
                    <Link href={`/profiles/${encodeURIComponent(profile.name)}`}>{profile.name}</Link>
                  </Text>
                  <Text size="xs" c="dimmed">
                    version {profile.version}
                  </Text>
                </TableTd>
                <TableTd maw={320} style={{ overflowWrap: 'anywhere' }}>
                  {visibleText(sourceWords(profile))}
                </TableTd>
                <TableTd>
                  <Text size="sm" c="dimmed">
                    {contentWords(profile) || 'nothing more'}
                  </Text>
                </TableTd>
                <TableTd>{uses.get(profile.name)?.join(', ') ?? 'no queue'}</TableTd>
                <TableTd>
                  <TimeAgo at={profile.createdAt} />
                  <Text size="xs" c="dimmed">
                    {visibleText(profile.createdBy)}
                  </Text>
                </TableTd>
              </TableTr>
            ))}
          </DataTable>
        )}
      </Panel>
    </Page>
  );
}

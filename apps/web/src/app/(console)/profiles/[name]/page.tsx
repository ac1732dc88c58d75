import { SimpleGrid, Stack } from '@mantine/core';
import { may, RaydeckError } from '@raydeck/core';
import { diffProfileVersions, getProfile, getTask, profileActivity } from '@raydeck/services';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FailuresPanel, TestsPanel } from '../../../../profiles/activity-panels.tsx';
import { DiffPanel } from '../../../../profiles/diff-panel.tsx';
import { ProfileFacts } from '../../../../profiles/profile-facts.tsx';
import { TestButton } from '../../../../profiles/test-button.tsx';
import { TestPanel } from '../../../../profiles/test-panel.tsx';
import { VersionTable } from '../../../../profiles/version-table.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { unlessAbsent } from '../../../../server/unless-absent.ts';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { visibleText } from '../../../../ui/visible-text.ts';

export const metadata: Metadata = { title: 'Profile' };

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<{ test?: string | string[]; from?: string | string[]; to?: string | string[] }>;
}

export default async function ProfilePage({ params, searchParams }: Props) {
  const principal = await requirePrincipal();
  if (!may(principal, 'profile.read')) {
    return <NoPermission what="Profiles are managed by ADMIN." role={principal.role} />;
  }
  const context = contextOf(principal);
  const name = decodeURIComponent((await params).name);
  const { test, from, to } = await searchParams;
  const [{ versions, queues }, { tests, failures }, tested] = await Promise.all([
    getProfile(context, name).catch(unlessAbsent),
    profileActivity(context, name).catch(unlessAbsent),
    typeof test === 'string' ? getTask(context, test).catch(nullIfAbsent) : null,
  ]);
  const [current, before] = versions;
  if (!current) notFound();
  const pair = { from: versionOf(from) ?? before?.version, to: versionOf(to) ?? current.version };
  const diff = pair.from
    ? await diffProfileVersions(context, { name, from: pair.from, to: pair.to }).catch(nullIfAbsent)
    : null;
  return (
    <Page>
      <PageHeader title={name} description={`Version ${current.version} by ${visibleText(current.createdBy)}`}>
        <TestButton name={name} />
        <LinkButton variant="default" href={`/profiles/${encodeURIComponent(name)}/edit`}>
          Edit
        </LinkButton>
      </PageHeader>
      <Stack gap="md">
        {tested?.task.profile === name && <TestPanel detail={tested} />}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <ProfileFacts profile={current} queues={queues} />
          <Stack gap="md" miw={0}>
            <TestsPanel name={name} tests={tests} />
            <FailuresPanel failures={failures} />
          </Stack>
        </SimpleGrid>
        {versions.length > 1 && <DiffPanel name={name} versions={versions.map(({ version }) => version)} diff={diff} />}
        <VersionTable name={name} versions={versions} />
      </Stack>
    </Page>
  );
}

function versionOf(text: string | string[] | undefined): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof RaydeckError && (error.code === 'NOT_FOUND' || error.code === 'INVALID')) return null;
  throw error;
}

import { may } from '@raydeck/core';
import { getProfile } from '@raydeck/services';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProfileForm } from '../../../../../profiles/profile-form.tsx';
import { contextOf } from '../../../../../server/container.ts';
import { requirePrincipal } from '../../../../../server/principal.ts';
import { unlessAbsent } from '../../../../../server/unless-absent.ts';
import { NoPermission } from '../../../../../ui/no-permission.tsx';
import { Page } from '../../../../../ui/page.tsx';
import { PageHeader } from '../../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Edit profile' };

export default async function EditProfilePage({ params }: { params: Promise<{ name: string }> }) {
  const principal = await requirePrincipal();
  if (!may(principal, 'profile.write')) {
    return <NoPermission what="Profiles are managed by ADMIN." role={principal.role} />;
  }
  const name = decodeURIComponent((await params).name);
  const [current] = (await getProfile(contextOf(principal), name).catch(unlessAbsent)).versions;
  if (!current) notFound();
  return (
    <Page width="narrow">
      <PageHeader
        title={`Edit profile ${name}`}
        description={`From version ${current.version}. What runs keeps its version; what starts from now on has the new one.`}
      />
      <ProfileForm profile={current} />
    </Page>
  );
}

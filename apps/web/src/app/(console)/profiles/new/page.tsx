import { may } from '@raydeck/core';
import type { Metadata } from 'next';
import { ProfileForm } from '../../../../profiles/profile-form.tsx';
import { requirePrincipal } from '../../../../server/principal.ts';
import { NoPermission } from '../../../../ui/no-permission.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Add profile' };

export default async function NewProfilePage() {
  const principal = await requirePrincipal();
  if (!may(principal, 'profile.write')) {
    return <NoPermission what="Profiles are managed by ADMIN." role={principal.role} />;
  }
  return (
    <Page width="narrow">
      <PageHeader title="Add profile" description="Tasks name it, or their queue does. Test it before they do." />
      <ProfileForm profile={null} />
    </Page>
  );
}

import { may } from '@raydeck/core';
import { listUsers } from '@raydeck/services';
import type { Metadata } from 'next';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { NoPermission } from '../../../ui/no-permission.tsx';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { AddUser } from '../../../users/add-user.tsx';
import { InviteUser } from '../../../users/invite-user.tsx';
import { UserRow } from '../../../users/user-row.tsx';

export const metadata: Metadata = { title: 'Users' };

const columns = ['Person', 'Role', 'Payloads', 'Status', 'Last sign-in', 'Actions'];

export default async function UsersPage() {
  const principal = await requirePrincipal();
  if (!may(principal, 'user.read')) return <NoPermission what="People are managed by ADMIN." role={principal.role} />;
  const users = await listUsers(contextOf(principal));
  return (
    <Page>
      <PageHeader
        title="Users"
        description="A change of role, payload visibility or status acts at once: open sessions end."
      >
        <InviteUser mayGivePayload={principal.canViewPayload} />
        <AddUser />
      </PageHeader>
      <Panel flush>
        <DataTable label="Users" columns={columns}>
          {users.map((user) => (
            <UserRow key={user.id} user={user} isSelf={user.id === principal.userId} />
          ))}
        </DataTable>
      </Panel>
    </Page>
  );
}

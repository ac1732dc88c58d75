import { EmptyState, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

export function NoPermission({ what, role }: { what: string; role: string }) {
  return (
    <EmptyState
      py={80}
      icon={<IconLock size={28} stroke={1.5} aria-hidden />}
      title={<Title order={1}>Not for your role</Title>}
      description={`You are signed in as ${role}. ${what} Ask an administrator for access.`}
    />
  );
}

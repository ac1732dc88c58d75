'use client';

import { EmptyState, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { LinkButton } from './link-button.tsx';

export function NotFoundBody({ title, description }: { title: string; description: string }) {
  return (
    <EmptyState
      py={80}
      icon={<IconMapOff size={28} stroke={1.5} aria-hidden />}
      title={<Title order={1}>{title}</Title>}
      description={description}
    >
      <EmptyState.Actions>
        <LinkButton href="/tasks" variant="default">
          All tasks
        </LinkButton>
      </EmptyState.Actions>
    </EmptyState>
  );
}

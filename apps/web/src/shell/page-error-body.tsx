'use client';

import { Button, Code, EmptyState, Title } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';

/** `digest`: by which the log knows the error. */
export function PageErrorBody({ digest, onAgain }: { digest: string | undefined; onAgain: () => void }) {
  return (
    <EmptyState
      py={80}
      role="alert"
      icon={<IconPlugConnectedX size={28} stroke={1.5} aria-hidden />}
      title={<Title order={1}>This page could not be loaded</Title>}
      description={
        <>
          The database may be away or too slow for this filter.
          {digest && (
            <>
              {' '}
              The log knows it as <Code>{digest}</Code>.
            </>
          )}
        </>
      }
    >
      <EmptyState.Actions>
        <Button onClick={onAgain}>Try again</Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

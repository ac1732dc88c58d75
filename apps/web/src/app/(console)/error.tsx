'use client';

import { Button, Code, EmptyState, Title } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';

/** A page that could not be read. Internals stay in the log; the digest finds them there. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <EmptyState
      py={80}
      role="alert"
      icon={<IconPlugConnectedX size={28} stroke={1.5} aria-hidden />}
      title={<Title order={1}>This page could not be loaded</Title>}
      description={
        <>
          The database may be away or too slow for this filter.
          {error.digest && (
            <>
              {' '}
              The log knows it as <Code>{error.digest}</Code>.
            </>
          )}
        </>
      }
    >
      <EmptyState.Actions>
        <Button onClick={again}>Try again</Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

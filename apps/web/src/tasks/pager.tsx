'use client';

import { Button, Group, Text } from '@mantine/core';
import type { TaskPage } from '@raydeck/services';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTaskParams } from './use-task-params.ts';

/** Keyset pages know the way on; the way back is the browser's, as long as we came that way. */
export function Pager({ page, after }: { page: TaskPage; after: Date | null }) {
  const router = useRouter();
  const { params, setParams } = useTaskParams();
  const [depth, setDepth] = useState(0);
  const first = params.cursor === null;
  if (first && page.nextCursor === null) return null;
  const previous = () => {
    if (depth === 0) return void setParams({ cursor: null, after: null });
    setDepth(depth - 1);
    router.back();
  };
  const next = () => {
    setDepth(depth + 1);
    void setParams({ cursor: page.nextCursor, after });
    window.scrollTo({ top: 0 });
  };
  return (
    <Group justify="space-between" mt="sm" gap="xs">
      <Text size="xs" c="dimmed">
        {page.isPartial ? 'The search stopped before this page was full; Next goes on from there.' : 'Newest first'}
      </Text>
      <Group gap="xs">
        <Button
          variant="default"
          disabled={first}
          onClick={previous}
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          {depth === 0 && !first ? 'Newest' : 'Previous'}
        </Button>
        <Button
          variant="default"
          disabled={page.nextCursor === null}
          onClick={next}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}

'use client';

import { Button, Group, Text } from '@mantine/core';
import type { TaskPage } from '@raydeck/services';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type ComponentProps, useState } from 'react';
import { LinkButton } from '../ui/link-button.tsx';
import { taskParamsQuery } from './search-params.ts';
import { useTaskParams } from './use-task-params.ts';

/** Keyset pages know the way on; the way back is the browser's, as long as we came that way. */
export function Pager({ page, at }: { page: TaskPage; at: Date | null }) {
  const router = useRouter();
  const { params, setParams } = useTaskParams();
  const [depth, setDepth] = useState(0);
  const first = params.cursor === null;
  if (first && page.nextCursor === null) return null;
  const previous = () => {
    if (depth === 0) return void setParams({ cursor: null, at: null });
    setDepth(depth - 1);
    router.back();
  };
  const nextParams = { cursor: page.nextCursor, at };
  const next = () => {
    setDepth(depth + 1);
    void setParams(nextParams);
    window.scrollTo({ top: 0 });
  };
  return (
    <Group justify="space-between" mt="sm" gap="xs">
      <Text size="xs" c="dimmed">
        {page.isPartial ? <Partial page={page} /> : 'Newest first'}
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
        <Next
          href={page.nextCursor === null ? null : `/tasks?${taskParamsQuery({ ...params, ...nextParams })}`}
          label={page.isPartial ? 'Search on' : 'Next'}
          onFollow={next}
        />
      </Group>
    </Group>
  );
}

/** A link, which leads on before the page has its scripts too; at the end a button that holds its place. */
function Next({ href, label, onFollow }: { href: string | null; label: string; onFollow: () => void }) {
  const look = { variant: 'default', rightSection: <IconChevronRight size={14} aria-hidden /> };
  if (href === null) {
    return (
      <Button {...look} disabled>
        {label}
      </Button>
    );
  }
  const onNavigate: ComponentProps<typeof LinkButton>['onNavigate'] = (event) => {
    event.preventDefault();
    onFollow();
  };
  return (
    <LinkButton {...look} href={href} onNavigate={onNavigate}>
      {label}
    </LinkButton>
  );
}

/** A search without an index ends when its time is up. */
function Partial({ page }: { page: TaskPage }) {
  const found = page.items.length === 0 ? 'Nothing found yet' : `${page.items.length} found so far`;
  return (
    <>{found}: this filter has no index, and the search stopped when its time was up. “Search on” goes on from there.</>
  );
}

'use client';

import { Button, Group, Text } from '@mantine/core';
import type { Neighbour } from '@raydeck/services';
import { IconChevronDown, IconChevronUp, IconList } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useKeys } from '../../keys/keys-provider.tsx';
import { hrefOfTask } from '../../tasks/task-href.ts';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { endWords } from './end-words.ts';
import { useNeighbours } from './use-neighbours.ts';

interface Props {
  id: string;
  /** The list's query, and the same as its filter bar says it. */
  list: string;
  filter: string;
}

/** The way on through the list that one came from, and back to it; the keys are the list's. */
export function NeighboursBar({ id, list, filter }: Props) {
  const router = useRouter();
  const read = useNeighbours(id, list);
  const { newer = null, older = null } = typeof read === 'object' && read !== null ? read : {};
  const go = (to: Neighbour | null) => {
    if (to?.id) router.push(hrefOfTask(to.id, { list }));
  };
  useKeys([
    { keys: 'j', label: 'Next task of the list', run: () => go(older) },
    { keys: 'k', label: 'Previous task of the list', run: () => go(newer) },
  ]);
  const words = typeof read === 'string' ? read : endWords(newer, older);
  return (
    <Group component="nav" aria-label="List" justify="space-between" gap="xs" mb="sm">
      <Link href={list === '' ? '/tasks' : `/tasks?${list}`} style={{ minWidth: 0 }}>
        <Group gap={6} wrap="nowrap" fz="sm">
          <IconList size={14} aria-hidden style={{ flexShrink: 0 }} />
          <span style={{ overflowWrap: 'anywhere' }}>
            {filter === '' ? 'All tasks' : `Tasks: ${visibleText(filter)}`}
          </span>
        </Group>
      </Link>
      <Group gap="xs">
        <Text size="xs" c="dimmed" role="status">
          {words}
        </Text>
        <Step label="Previous task" icon={IconChevronUp} to={newer} list={list} />
        <Step label="Next task" icon={IconChevronDown} to={older} list={list} />
      </Group>
    </Group>
  );
}

interface StepProps {
  label: string;
  icon: typeof IconChevronUp;
  to: Neighbour | null;
  list: string;
}

function Step({ label, icon: Icon, to, list }: StepProps) {
  const look = { variant: 'default', size: 'compact-sm', leftSection: <Icon size={14} aria-hidden /> };
  if (!to?.id) {
    return (
      <Button {...look} disabled>
        {label}
      </Button>
    );
  }
  return (
    <LinkButton {...look} href={hrefOfTask(to.id, { list })}>
      {label}
    </LinkButton>
  );
}

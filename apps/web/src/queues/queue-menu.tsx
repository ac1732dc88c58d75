'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from '../ui/link.tsx';
import { DeleteQueue } from './delete-queue.tsx';

/** What an administrator can do to a queue beside pausing it. */
export function QueueMenu({ name }: { name: string }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`Actions for queue ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={`/queues/${encodeURIComponent(name)}/edit`}
            leftSection={<IconPencil size={14} aria-hidden />}
          >
            Edit settings
          </Menu.Item>
          {name !== 'default' && (
            <Menu.Item
              color="var(--state-failed)"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deleting && <DeleteQueue name={name} onClose={() => setDeleting(false)} />}
    </>
  );
}

'use client';

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { useScheduleVerbs } from './use-schedule-verbs.tsx';

/** The same verbs as on the schedule's page, at its row. */
export function ScheduleMenu({ name, paused }: { name: string; paused: boolean }) {
  const { ask, dialog } = useScheduleVerbs(name);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`Actions for schedule ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlayerTrackNext size={14} aria-hidden />} onClick={() => ask('run')}>
            Run now
          </Menu.Item>
          <Menu.Item
            leftSection={paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />}
            onClick={() => ask(paused ? 'resume' : 'pause')}
          >
            {paused ? 'Resume' : 'Pause'}
          </Menu.Item>
          <Menu.Item
            component={Link}
            href={`/schedules/${encodeURIComponent(name)}/edit`}
            leftSection={<IconPencil size={14} aria-hidden />}
          >
            Edit
          </Menu.Item>
          <Menu.Item
            color="var(--state-failed)"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => ask('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}

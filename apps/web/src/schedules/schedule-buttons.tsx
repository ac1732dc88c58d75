'use client';

import { Button } from '@mantine/core';
import { LinkButton } from '../ui/link-button.tsx';
import { useScheduleVerbs } from './use-schedule-verbs.tsx';

export function ScheduleButtons({ name, paused }: { name: string; paused: boolean }) {
  const { ask, dialog } = useScheduleVerbs(name);
  return (
    <>
      <Button onClick={() => ask('run')}>Run now</Button>
      <Button variant="default" onClick={() => ask(paused ? 'resume' : 'pause')}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <LinkButton variant="default" href={`/schedules/${encodeURIComponent(name)}/edit`}>
        Edit
      </LinkButton>
      <Button variant="default" c="var(--state-failed)" onClick={() => ask('delete')}>
        Delete
      </Button>
      {dialog}
    </>
  );
}

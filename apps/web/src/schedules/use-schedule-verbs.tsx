'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { deleteScheduleAction, pauseScheduleAction, resumeScheduleAction, runScheduleAction } from './actions.ts';

type Verb = 'run' | 'pause' | 'resume' | 'delete';

const words = {
  run: {
    title: 'now?',
    verb: 'Run',
    confirm: 'Run now',
    explanation: 'Enqueues its task at once, whatever else runs of it. Its next run stays as it is.',
  },
  pause: {
    title: '?',
    verb: 'Pause',
    confirm: 'Pause schedule',
    explanation: 'Nothing more is enqueued, waiting runs included. Tasks that are there go on.',
  },
  resume: {
    title: '?',
    verb: 'Resume',
    confirm: 'Resume schedule',
    explanation: 'It runs again from its next time; what was missed is dealt with as its catch-up says.',
  },
  delete: {
    title: '?',
    verb: 'Delete',
    confirm: 'Delete schedule',
    explanation: 'It goes with the history of its runs. Its tasks stay, and go on.',
  },
} as const;

/** What an operator can do to a schedule: asks for the reason, then does it. The dialog must be rendered. */
export function useScheduleVerbs(name: string): { ask: (verb: Verb) => void; dialog: ReactNode } {
  const router = useRouter();
  const [asking, setAsking] = useState<Verb | null>(null);
  const onDone = () => setAsking(null);
  const run = useAction(runScheduleAction, {
    done: () => `${name} was run.`,
    onDone: ({ taskId }) => {
      onDone();
      router.push(`/tasks/${taskId}`);
    },
  });
  const pause = useAction(pauseScheduleAction, { done: () => `${name} is paused.`, onDone });
  const resume = useAction(resumeScheduleAction, { done: () => `${name} goes on.`, onDone });
  const remove = useAction(deleteScheduleAction, {
    done: () => `${name} is deleted.`,
    onDone: () => {
      onDone();
      router.push('/schedules');
    },
  });
  const doing = { run, pause, resume, delete: remove };
  const dialog = asking && (
    <ReasonDialog
      opened
      onClose={onDone}
      title={`${words[asking].verb} ${name}${asking === 'run' ? ' ' : ''}${words[asking].title}`}
      confirm={words[asking].confirm}
      danger={asking === 'delete'}
      reasonRequired={asking === 'pause'}
      pending={doing[asking].pending}
      onConfirm={(reason) => doing[asking].run({ name, reason })}
    >
      {words[asking].explanation}
    </ReasonDialog>
  );
  return { ask: setAsking, dialog };
}

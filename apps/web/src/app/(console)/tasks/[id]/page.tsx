import { Stack } from '@mantine/core';
import { isAttemptLive, isTaskFinal, may, RaydeckError } from '@raydeck/core';
import { getControl, getTask, listClusters, listQueues, listWorkers, type TaskDetail } from '@raydeck/services';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LiveTask } from '../../../../task/live-task.tsx';
import { contextOf } from '../../../../server/container.ts';
import { env } from '../../../../server/env.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { AttemptFacts } from '../../../../task/attempt-facts.tsx';
import { AttemptTable } from '../../../../task/attempt-table.tsx';
import { ErrorPanel } from '../../../../task/error-panel.tsx';
import { explainTask } from '../../../../task/explain-task.ts';
import { LogView } from '../../../../task/log-view.tsx';
import { PayloadPanel } from '../../../../task/payload-panel.tsx';
import { SettingsPanel } from '../../../../task/settings-panel.tsx';
import classes from '../../../../task/task.module.css';
import { TaskButtons } from '../../../../task/task-buttons.tsx';
import { TaskHeader } from '../../../../task/task-header.tsx';
import { Timeline } from '../../../../task/timeline.tsx';
import { WhyLine } from '../../../../task/why-line.tsx';
import { Page } from '../../../../ui/page.tsx';
import { Panel } from '../../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Task' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ attempt?: string | string[] }>;
}

export default async function TaskPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const { id } = await params;
  const { attempt: asked } = await searchParams;
  const settings = env();
  const defaults = { runner: settings.RUNNER, maxAttempts: settings.RETRIES };
  const detail = await getTask({ ...context, defaults }, id).catch(unlessAbsent);
  const { task, attempts } = detail;
  const isOver = isTaskFinal(task.state);
  const [workers, clusters, queues, control] = await Promise.all([
    listWorkers(context),
    isOver ? [] : listClusters(context),
    task.state === 'QUEUED' ? listQueues(context) : [],
    task.state === 'QUEUED' ? getControl(context) : null,
  ]);
  const queue = queues.find(({ name }) => name === task.queue) ?? null;
  const around = {
    queue,
    control,
    workers,
    clusters,
    now: Date.now(),
    stuckSeconds: settings.STUCK_TASK_TIMEOUT_SECONDS,
  };
  const explanation = explainTask(detail, around);
  const attempt = attempts.find((candidate) => candidate.id === asked) ?? attempts[0];
  return (
    <Page>
      <LiveTask id={task.id} isOver={isOver} />
      <Stack gap="md">
        <TaskHeader detail={detail}>
          <TaskButtons
            task={{
              id: task.id,
              callable: task.callable,
              state: task.state,
              cancelRequested: task.cancelRequestedAt !== null,
            }}
            mayAct={may(principal, 'task.cancel') && may(principal, 'task.retry')}
          />
        </TaskHeader>
        {explanation && <WhyLine explanation={explanation} />}
        <div className={classes['grid']}>
          <Stack gap="md" miw={0}>
            {attempt && <AttemptParts detail={detail} attempt={attempt} workers={workers} />}
            <PayloadPanel task={task} />
          </Stack>
          <Stack gap="md" miw={0}>
            <Panel title="Timeline">
              <Timeline detail={detail} />
            </Panel>
            <SettingsPanel detail={detail} />
          </Stack>
        </div>
      </Stack>
    </Page>
  );
}

interface PartsProps {
  detail: TaskDetail;
  attempt: TaskDetail['attempts'][number];
  workers: Awaited<ReturnType<typeof listWorkers>>;
}

function AttemptParts({ detail: { task, attempts }, attempt, workers }: PartsProps) {
  const hidden = task.attemptCount - attempts.length;
  return (
    <>
      <Panel title="Attempts" note={hidden > 0 ? `the newest ${attempts.length} of ${task.attemptCount}` : null} flush>
        <AttemptTable taskId={task.id} attempts={attempts} chosen={attempt.id} />
      </Panel>
      <ErrorPanel attempt={attempt} />
      {attempt.note === null && (
        <LogView
          key={attempt.id}
          number={attempt.number}
          text={attempt.logTail ?? ''}
          sizeBytes={attempt.logBytes}
          live={isAttemptLive(attempt.state)}
        />
      )}
      <AttemptFacts
        attempt={attempt}
        workerName={workers.find((worker) => worker.id === attempt.workerId)?.name ?? null}
        rayDashboardUrl={env().RAY_DASHBOARD_URL ?? null}
      />
    </>
  );
}

function unlessAbsent(error: unknown): never {
  if (error instanceof RaydeckError && error.code === 'NOT_FOUND') notFound();
  throw error;
}

import { Stack } from '@mantine/core';
import { isAttemptLive, isTaskFinal, may, RaydeckError } from '@raydeck/core';
import { explainTask, getTask, listQueueNames, type TaskDetail } from '@raydeck/services';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { contextOf } from '../../../../server/container.ts';
import { env } from '../../../../server/env.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { TaskActs } from '../../../../task/acts/acts.tsx';
import { TaskButtons } from '../../../../task/acts/task-buttons.tsx';
import { AttemptFacts } from '../../../../task/attempt-facts.tsx';
import { AttemptTable } from '../../../../task/attempt-table.tsx';
import { HistoryPanel } from '../../../../task/history/history-panel.tsx';
import { ErrorPanel } from '../../../../task/error-panel.tsx';
import { ExplainPanel } from '../../../../task/explain/explain-panel.tsx';
import { LiveTask } from '../../../../task/live-task.tsx';
import { LogPanel } from '../../../../task/log/log-panel.tsx';
import { NeighboursBar } from '../../../../task/neighbours/neighbours-bar.tsx';
import { PayloadPanel } from '../../../../task/payload-panel.tsx';
import { SettingsPanel } from '../../../../task/settings-panel.tsx';
import { TaskHeader } from '../../../../task/task-header.tsx';
import classes from '../../../../task/task.module.css';
import { Timeline } from '../../../../task/timeline.tsx';
import { listOf } from '../../../../tasks/list-of.ts';
import { Page } from '../../../../ui/page.tsx';
import { Panel } from '../../../../ui/panel.tsx';

export const metadata: Metadata = { title: 'Task' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ attempt?: string | string[]; list?: string | string[] }>;
}

export default async function TaskPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const { id } = await params;
  const { attempt: asked, list: from } = await searchParams;
  const list = listOf(from);
  const [detail, explanation, queues] = await Promise.all([
    getTask(context, id),
    explainTask(context, id),
    listQueueNames(context),
  ]).catch(unlessAbsent);
  const { task, attempts } = detail;
  const attempt = attempts.find((candidate) => candidate.id === asked) ?? attempts[0];
  const target = {
    id: task.id,
    callable: task.callable,
    state: task.state,
    queue: task.queue,
    priority: task.priority,
    isDue: task.runAt <= explanation.at,
    cancelRequested: task.cancelRequestedAt !== null,
    pinned: task.pinned,
    call: task.state === 'FAILED' || task.state === 'CANCELED' ? { args: task.args, kwargs: task.kwargs } : null,
  };
  return (
    <Page>
      <LiveTask id={task.id} isOver={isTaskFinal(task.state)} />
      {list && <NeighboursBar key={task.id} id={task.id} list={list.query} filter={list.filter} />}
      <TaskActs task={target} queues={queues} mayAct={may(principal, 'task.cancel') && may(principal, 'task.retry')}>
        <Stack gap="md">
          <TaskHeader detail={detail}>
            <TaskButtons />
          </TaskHeader>
          <ExplainPanel explanation={explanation} />
          {attempt && <Attempts detail={detail} chosen={attempt.id} list={list?.query ?? null} />}
          <div className={classes['grid']}>
            <Stack gap="md" miw={0}>
              {attempt && <AttemptParts detail={detail} attempt={attempt} />}
              <PayloadPanel task={task} maySee={principal.canViewPayload} />
            </Stack>
            <Stack gap="md" miw={0}>
              <Panel title="Timeline">
                <Timeline detail={detail} />
              </Panel>
              <HistoryPanel id={task.id} callable={task.callable} state={task.state} />
              <SettingsPanel detail={detail} />
            </Stack>
          </div>
        </Stack>
      </TaskActs>
    </Page>
  );
}

interface PartsProps {
  detail: TaskDetail;
  attempt: TaskDetail['attempts'][number];
}

interface AttemptsProps {
  detail: TaskDetail;
  chosen: string;
  list: string | null;
}

function Attempts({ detail: { task, attempts, workerNames }, chosen, list }: AttemptsProps) {
  const hidden = task.attemptCount - attempts.length;
  return (
    <Panel title="Attempts" note={hidden > 0 ? `the newest ${attempts.length} of ${task.attemptCount}` : null} flush>
      <AttemptTable task={task} attempts={attempts} workerNames={workerNames} chosen={chosen} list={list} />
    </Panel>
  );
}

function AttemptParts({ detail: { task, workerNames }, attempt }: PartsProps) {
  const { RAY_DASHBOARD_URL, LINK_GRAFANA, LINK_LOKI } = env();
  return (
    <>
      <ErrorPanel attempt={attempt} />
      {attempt.note === null && (
        <LogPanel
          key={attempt.id}
          attemptId={attempt.id}
          number={attempt.number}
          tail={attempt.logTail ?? ''}
          sizeBytes={attempt.logBytes}
          live={isAttemptLive(attempt.state)}
          isStored={attempt.isLogStored}
        />
      )}
      <AttemptFacts
        task={task}
        attempt={attempt}
        workerName={workerNames[attempt.workerId] ?? null}
        rayDashboardUrl={RAY_DASHBOARD_URL ?? null}
        links={{ Grafana: LINK_GRAFANA, Loki: LINK_LOKI }}
      />
    </>
  );
}

function unlessAbsent(error: unknown): never {
  if (error instanceof RaydeckError && error.code === 'NOT_FOUND') notFound();
  throw error;
}

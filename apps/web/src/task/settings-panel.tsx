import { Badge, Text } from '@mantine/core';
import type { TaskDetail } from '@raydeck/services';
import type { ReactNode } from 'react';
import { formatBytes } from '../ui/format-bytes.ts';
import { formatDuration } from '../ui/format-time.ts';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

/** The settings that count for this task, each with where it comes from. */
export function SettingsPanel({ detail: { task, effective } }: { detail: TaskDetail }) {
  const { runner, maxAttempts, timeoutSeconds, retryPolicy, profile } = effective;
  const retry = retryPolicy.value;
  return (
    <Panel title="Settings" note="and where each comes from">
      <Setting name="Runner" origin={runner.origin}>
        {runner.value}
      </Setting>
      <Setting name="Max attempts" origin={maxAttempts.origin}>
        {maxAttempts.value}
      </Setting>
      <Setting name="Timeout" origin={timeoutSeconds.origin}>
        {timeoutSeconds.value === null ? 'none' : formatDuration(timeoutSeconds.value * 1_000)}
      </Setting>
      <Setting name="Retry" origin={retryPolicy.origin}>
        {delayWords(retry)}
        {retry.jitter !== 'none' && `, ${retry.jitter} jitter`}
      </Setting>
      {retry.retryOn.length > 0 && (
        <Setting name="Retry on" origin={retryPolicy.origin}>
          {visibleText(retry.retryOn.join(', '))}
        </Setting>
      )}
      {retry.giveUpOn.length > 0 && (
        <Setting name="Give up on" origin={retryPolicy.origin}>
          {visibleText(retry.giveUpOn.join(', '))}
        </Setting>
      )}
      <Setting name="Profile" origin={profile.origin}>
        {profile.value === null ? 'none' : visibleText(profile.value)}
      </Setting>
      <Setting name="Resources" origin={task.resources ? 'task' : 'setting'}>
        {task.resources ? resourceWords(task.resources) : 'default'}
      </Setting>
      {task.concurrencyKey !== null && (
        <Setting name="Concurrency key" origin="task">
          {visibleText(task.concurrencyKey)}
        </Setting>
      )}
    </Panel>
  );
}

function Setting({ name, origin, children }: { name: string; origin: string; children: ReactNode }) {
  return (
    <div className={classes['setting']}>
      <Text span size="sm" c="dimmed">
        {name}
      </Text>
      <span>{children}</span>
      <Badge size="xs" variant="default" tt="none" fw={500} c="dimmed" radius="sm" mt={2}>
        {origin}
      </Badge>
    </div>
  );
}

function delayWords(retry: TaskDetail['effective']['retryPolicy']['value']): string {
  const words = (seconds: number) => formatDuration(seconds * 1_000);
  if (retry.backoff === 'listed') return `after ${retry.delaysSeconds.map(words).join(', ')}`;
  return `${retry.backoff} from ${words(retry.delaySeconds)} to ${words(retry.maxDelaySeconds)}`;
}

function resourceWords({
  numCpus,
  numGpus,
  memoryBytes,
  custom,
  labelSelector,
  isolation,
}: NonNullable<TaskDetail['task']['resources']>): string {
  const words = [
    numCpus === undefined ? null : `${numCpus} CPU`,
    numGpus === undefined ? null : `${numGpus} GPU`,
    memoryBytes === undefined ? null : formatBytes(memoryBytes),
    ...Object.entries(custom ?? {}).map(([name, amount]) => `${amount} ${name}`),
    ...Object.entries(labelSelector ?? {}).map(([name, value]) => `${name}=${value}`),
    isolation === 'process' ? 'a process of its own' : null,
  ];
  return visibleText(words.filter(Boolean).join(', ')) || 'default';
}

import { Code } from '@mantine/core';
import type { Payload, Schedule } from '@raydeck/services';
import { prettyJson } from '../text/pretty-json.ts';
import { Fact, Facts } from '../ui/facts.tsx';
import { formatBytes } from '../ui/format-bytes.ts';
import { formatDuration } from '../ui/format-time.ts';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';

/** What each run enqueues. */
export function WhatPanel({ task, maySee }: { task: Schedule['task']; maySee: boolean }) {
  const { callable, args, kwargs, queue, profile, tags = [], concurrencyKey } = task;
  const settings = settingWords(task);
  return (
    <Panel title="Task" note={maySee ? null : 'shapes only: values need payload permission'}>
      <Facts>
        <Fact name="Callable">
          <Link href={`/tasks?callable=${encodeURIComponent(callable)}`}>{callable}</Link>
        </Fact>
        <Fact name="Queue">{queue}</Fact>
        <Fact name="Arguments">
          <PayloadText payload={args} />
        </Fact>
        <Fact name="Keyword arguments">
          <PayloadText payload={kwargs} />
        </Fact>
        {profile && <Fact name="Profile">{profile}</Fact>}
        {settings && <Fact name="Settings">{settings}</Fact>}
        {concurrencyKey !== undefined && <Fact name="Concurrency key">{visibleText(concurrencyKey)}</Fact>}
        {tags.length > 0 && <Fact name="Tags">{visibleText(tags.join(', '))}</Fact>}
      </Facts>
    </Panel>
  );
}

function PayloadText({ payload }: { payload: Payload }) {
  if (payload.kind === 'stored') return `stored, ${formatBytes(payload.sizeBytes)}`;
  if (payload.kind === 'locked') return `encrypted with the key “${payload.keyId}”: ${visibleText(payload.problem)}`;
  const text = payload.kind === 'text' ? prettyJson(payload.text) : payload.shape;
  return (
    <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 220 }} tabIndex={0}>
      {visibleText(text)}
    </Code>
  );
}

function settingWords({ priority, runner, maxAttempts, timeoutSeconds, resources }: Schedule['task']): string {
  const memory = resources?.memoryBytes;
  const words = [
    priority !== undefined && `priority ${priority}`,
    runner && `runner ${runner}`,
    maxAttempts !== undefined && `max attempts ${maxAttempts}`,
    timeoutSeconds !== undefined && `timeout ${formatDuration(timeoutSeconds * 1_000)}`,
    resources?.numCpus !== undefined && `${resources.numCpus} CPU`,
    resources?.numGpus !== undefined && `${resources.numGpus} GPU`,
    memory !== undefined && formatBytes(memory),
  ];
  return words.filter(Boolean).join(' · ');
}

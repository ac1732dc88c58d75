import { Group } from '@mantine/core';
import type { TaskDetail } from '@raydeck/services';
import { ExternalLink } from '../../ui/external-link.tsx';
import { fillTemplate, type LinkValues } from './link-template.ts';

/** Addresses by the name of what they lead to; absent where nobody said. */
export type LinkTemplates = Record<string, string | undefined>;

interface Props {
  templates: LinkTemplates;
  task: TaskDetail['task'];
  attempt: TaskDetail['attempts'][number];
  workerName: string | null;
}

/** The ways to what else is known of an attempt, in other people's consoles. */
export function AttemptLinks({ templates, ...about }: Props) {
  const values = valuesOf(about);
  const links = Object.entries(templates).flatMap(([name, template]) => {
    const href = template && fillTemplate(template, values);
    return href ? [{ name, href }] : [];
  });
  if (links.length === 0) return null;
  return (
    <Group gap="sm" wrap="nowrap">
      {links.map(({ name, href }) => (
        <ExternalLink key={name} href={href}>
          {name}
        </ExternalLink>
      ))}
    </Group>
  );
}

const marginMs = 300_000;

function valuesOf({ task, attempt, workerName }: Omit<Props, 'templates'>): LinkValues {
  const { id, number, runner, rayJobId, rayNodeId, pod, submittedAt, finishedAt } = attempt;
  const end = (finishedAt ?? new Date()).getTime() + marginMs;
  return {
    taskId: task.id,
    attemptId: id,
    attempt: String(number),
    callable: task.callable,
    queue: task.queue,
    worker: workerName,
    rayJobId: runner === 'local' ? null : rayJobId,
    rayNodeId,
    pod,
    from: String(submittedAt.getTime() - marginMs),
    to: String(end),
  };
}

import { Text } from '@mantine/core';
import type { TaskDetail } from '@raydeck/services';
import { formatDuration } from '../ui/format-time.ts';
import { Link } from '../ui/link.tsx';
import { shortenId } from '../ui/shorten-id.ts';
import { stateColor } from '../ui/state-badge.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';
import { type Step, stepsOf } from './timeline-steps.ts';

/** What happened, newest first, with the time since the step before. */
export function Timeline({ detail }: { detail: TaskDetail }) {
  const steps = stepsOf(detail);
  return (
    <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {steps.map((step, index) => (
        <StepLine key={step.key} step={step} before={steps[index + 1]} />
      ))}
    </ol>
  );
}

function StepLine({ step, before }: { step: Step; before: Step | undefined }) {
  const gapMs = before ? step.at.getTime() - before.at.getTime() : null;
  return (
    <li className={classes['step']} data-unusual={step.isUnusual || undefined}>
      <span className={classes['dot']} style={step.state ? { background: stateColor(step.state) } : {}} />
      <div>
        <Text size="sm" fw={500}>
          {step.title}
        </Text>
        {step.note && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(step.note)}
          </Text>
        )}
        {step.leadsTo && (
          <Text size="xs">
            <Link href={`/tasks/${step.leadsTo}`}>{shortenId(step.leadsTo)}</Link>
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" ta="right" lh="20px" component="div">
        <TimeAgo at={step.at} />
        {gapMs !== null && gapMs >= 1 && <div>+{formatDuration(gapMs)}</div>}
      </Text>
    </li>
  );
}

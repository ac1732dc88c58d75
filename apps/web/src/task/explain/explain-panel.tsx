import { Group, Stack, Text, Title } from '@mantine/core';
import type { Reason } from '@raydeck/core';
import type { TaskExplanation } from '@raydeck/services';
import { IconAlertTriangle, IconHourglass, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Age, TimeAgo } from '../../ui/time-ago.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import classes from '../task.module.css';
import { HelpButton } from './help-button.tsx';

const looks = {
  waiting: { icon: IconHourglass, color: 'var(--state-queued)' },
  running: { icon: IconPlayerPlay, color: 'var(--state-running)' },
  stuck: { icon: IconAlertTriangle, color: 'var(--state-canceled)' },
  ended: { icon: IconInfoCircle, color: 'var(--state-queued)' },
} as const;

/** Why the task does not run, what it is doing, or how it ended: the reason that decides first, each with what would help. */
export function ExplainPanel({ explanation: { title, reasons } }: { explanation: TaskExplanation }) {
  const [first] = reasons;
  return (
    <div className={classes['explain']} data-tone={first.tone} role="region" aria-label={title}>
      <Panel>
        <Title order={2} mb={6}>
          {title}
        </Title>
        <Stack gap={8} component="ul" className={classes['reasons']}>
          {reasons.map((one) => (
            <ReasonLine key={one.code} reason={one} />
          ))}
        </Stack>
      </Panel>
    </div>
  );
}

function ReasonLine({ reason }: { reason: Reason }) {
  const { icon: Icon, color } = looks[reason.tone];
  // The buttons of the head say what can be done to a task that is over.
  const offered = reason.tone === 'ended' ? [] : reason.help;
  return (
    <li className={classes['reason']} data-code={reason.code}>
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Stack gap={2} miw={0} flex={1}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {visibleText(reason.text)} <When reason={reason} />
        </Text>
        {reason.quote && (
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {visibleText(reason.quote)}
          </Text>
        )}
        <Holders reason={reason} />
      </Stack>
      {offered.length > 0 && (
        <Group gap={6} wrap="wrap">
          {offered.map((help) => (
            <HelpButton key={help.action} help={help} />
          ))}
        </Group>
      )}
    </li>
  );
}

/** Short, after the sentence: `for 3 min`, `in 3 min`, `3 min ago`. */
function When({ reason: { time, tone } }: { reason: Reason }) {
  if (!time) return null;
  const isLasting = time.kind === 'since' && tone !== 'ended';
  return (
    <Text span size="sm" c="dimmed">
      {isLasting ? (
        <>
          for <Age since={time.at} />
        </>
      ) : (
        <TimeAgo at={time.at} />
      )}
    </Text>
  );
}

function Holders({ reason: { holders } }: { reason: Reason }) {
  if (holders.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      Held by{' '}
      {holders.map(({ taskId, callable }, index) => (
        <span key={taskId}>
          {index > 0 && ', '}
          <Link href={`/tasks/${taskId}`}>{visibleText(callable)}</Link>
        </span>
      ))}
    </Text>
  );
}

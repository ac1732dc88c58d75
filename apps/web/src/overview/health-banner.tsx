import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle, IconPlayerPause } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { Age } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { Finding } from './health.ts';
import classes from './overview.module.css';

const looks = {
  error: { icon: IconExclamationCircle, color: 'var(--state-failed)' },
  warning: { icon: IconAlertTriangle, color: 'var(--state-canceled)' },
  note: { icon: IconPlayerPause, color: 'var(--state-queued)' },
} as const;

/** What is wrong, each with its cause; or that nothing is. */
export function HealthBanner({ findings, healthy }: { findings: readonly Finding[]; healthy: string }) {
  if (findings.length === 0) {
    return (
      <Group gap={8} wrap="nowrap" className={classes['healthy']} role="status">
        <IconCircleCheck size={16} color="var(--state-succeeded)" aria-hidden />
        <Text size="sm">{healthy}</Text>
      </Group>
    );
  }
  return (
    <Stack gap={0} className={classes['findings']} role="status">
      {findings.map((finding) => (
        <FindingLine key={finding.key} finding={finding} />
      ))}
    </Stack>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const { icon: Icon, color } = looks[finding.severity];
  return (
    <Link href={finding.href} className={classes['finding']} data-severity={finding.severity}>
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Text size="sm" span>
        <Text span fw={600} size="sm">
          {finding.title}
        </Text>{' '}
        <Text span size="sm" c="dimmed">
          {visibleText(finding.detail)}
          {finding.since && (
            <>
              {' '}
              For <Age since={finding.since} />.
            </>
          )}
        </Text>
      </Text>
    </Link>
  );
}

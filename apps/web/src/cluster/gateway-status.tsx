import { Group, Text } from '@mantine/core';
import type { GatewayState } from '@raydeck/services';
import {
  IconCircleCheckFilled,
  IconCircleDashed,
  IconHelpCircleFilled,
  IconHourglassLow,
  IconPlayerStop,
} from '@tabler/icons-react';

const looks: Record<GatewayState, { icon: typeof IconPlayerStop; color: string; word: string }> = {
  STARTING: { icon: IconCircleDashed, color: 'var(--state-queued)', word: 'Starting' },
  LIVE: { icon: IconCircleCheckFilled, color: 'var(--state-succeeded)', word: 'Live' },
  DRAINING: { icon: IconHourglassLow, color: 'var(--state-running)', word: 'Draining' },
  SILENT: { icon: IconHelpCircleFilled, color: 'var(--state-lost)', word: 'Silent' },
  ENDED: { icon: IconPlayerStop, color: 'var(--state-canceled)', word: 'Ended' },
};

export function GatewayStatus({ state }: { state: GatewayState }) {
  const { icon: Icon, color, word } = looks[state];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={15} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" fw={500}>
        {word}
      </Text>
    </Group>
  );
}

'use client';

import { IconBolt, IconBoltOff, IconPlayerPause } from '@tabler/icons-react';
import { useLive } from '../live/live-provider.tsx';
import { TipIcon } from '../ui/late/tip-icon.tsx';

const looks = {
  connecting: { icon: IconBolt, color: 'var(--mantine-color-dimmed)', text: 'Connecting to live updates' },
  live: { icon: IconBolt, color: 'var(--state-succeeded)', text: 'Live: pages follow each change. Press to pause' },
  polling: {
    icon: IconBoltOff,
    color: 'var(--state-canceled)',
    text: 'The event stream is away: pages look again every 5 seconds. Press to pause',
  },
  paused: {
    icon: IconPlayerPause,
    color: 'var(--mantine-color-dimmed)',
    text: 'Live updates are paused. Press to go on',
  },
} as const;

export function LiveIndicator() {
  const { state, setPaused } = useLive();
  const { icon: Icon, color, text } = looks[state];
  return (
    <TipIcon label={text} onClick={() => setPaused(state !== 'paused')} data-live={state}>
      <Icon size={17} stroke={1.7} color={color} aria-hidden />
    </TipIcon>
  );
}

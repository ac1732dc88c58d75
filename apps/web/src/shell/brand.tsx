import { Group, Text } from '@mantine/core';

/** The mark: one task of a deck, moving on. */
export function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden>
        <rect
          x="2"
          y="11.5"
          width="16"
          height="4.5"
          rx="1.6"
          fill="var(--mantine-primary-color-filled)"
          opacity="0.35"
        />
        <rect x="2" y="4" width="16" height="4.5" rx="1.6" fill="var(--mantine-primary-color-filled)" />
      </svg>
      <Text fw={600} size="md" lts="-0.01em">
        Raydeck
      </Text>
    </Group>
  );
}

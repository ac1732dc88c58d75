import { Group, Text } from '@mantine/core';
import type { IconBan } from '@tabler/icons-react';

/** How something is shown: by shape, colour and word, so that none of them carries it alone. */
export interface Look {
  icon: typeof IconBan;
  color: string;
  word: string;
}

export function IconWord({ look, size = 'sm' }: { look: Look; size?: 'sm' | 'md' }) {
  const { icon: Icon, color, word } = look;
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex" style={{ verticalAlign: 'middle' }}>
      <Icon size={size === 'md' ? 18 : 15} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text span size={size} fw={size === 'md' ? 600 : 500}>
        {word}
      </Text>
    </Group>
  );
}

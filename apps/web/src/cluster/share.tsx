import { Progress, Stack, Text } from '@mantine/core';
import { formatBytes } from '../ui/format-bytes.ts';

interface Props {
  used: number;
  total: number;
  what: string;
  isBytes?: boolean;
}

/** How much of something is taken. */
export function Share({ used, total, what, isBytes = false }: Props) {
  if (total === 0) {
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    );
  }
  const format = (amount: number) => (isBytes ? formatBytes(amount) : String(Math.round(amount * 100) / 100));
  return (
    <Stack gap={4} w={140}>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {format(used)} of {format(total)}
      </Text>
      <Progress value={Math.min(100, (100 * used) / total)} size={4} aria-label={what} />
    </Stack>
  );
}

import { Badge } from '@mantine/core';

export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge variant="default" radius="sm" w={70} style={{ flexShrink: 0 }}>
      {method}
    </Badge>
  );
}

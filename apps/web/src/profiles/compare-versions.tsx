'use client';

import { Group, NativeSelect, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';

interface Props {
  name: string;
  versions: number[];
  from: number | null;
  to: number | null;
}

export function CompareVersions({ name, versions, from, to }: Props) {
  const router = useRouter();
  const go = (one: string | number, other: string | number) =>
    router.replace(`/profiles/${encodeURIComponent(name)}?from=${one}&to=${other}`, { scroll: false });
  const data = versions.map((version) => ({ value: String(version), label: `version ${version}` }));
  const [newest = 1] = versions;
  return (
    <Group gap={6} wrap="nowrap">
      <NativeSelect
        size="xs"
        aria-label="From version"
        data={data}
        value={String(from ?? newest)}
        onChange={(event) => go(event.currentTarget.value, to ?? newest)}
      />
      <Text size="sm" c="dimmed">
        to
      </Text>
      <NativeSelect
        size="xs"
        aria-label="To version"
        data={data}
        value={String(to ?? newest)}
        onChange={(event) => go(from ?? newest, event.currentTarget.value)}
      />
    </Group>
  );
}

'use client';

import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { shortenId } from './shorten-id.ts';

/** An id to read and to copy. */
export function ShortId({ id, full = false, label = 'id' }: { id: string; full?: boolean; label?: string }) {
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex" miw={0}>
      <Text span size="xs" ff="monospace" c="dimmed" title={id} truncate>
        {full ? id : shortenId(id)}
      </Text>
      <CopyIcon value={id} label={`Copy ${label}`} />
    </Group>
  );
}

export function CopyIcon({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon size="sm" onClick={copy} aria-label={copied ? 'Copied' : label}>
            {copied ? (
              <IconCheck size={13} color="var(--state-succeeded)" aria-hidden />
            ) : (
              <IconCopy size={13} aria-hidden />
            )}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

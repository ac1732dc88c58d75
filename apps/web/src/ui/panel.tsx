import { Box, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** A titled part of a page. */
export function Panel({
  id,
  title,
  note,
  actions,
  flush = false,
  children,
}: {
  /** By which a link leads here. */
  id?: string;
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  /** The content brings its own padding, as tables do. */
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section id={id} className={classes['panel']}>
      {title && (
        <Group className={classes['head']} justify="space-between" gap="xs" wrap="nowrap">
          <Group gap={8} wrap="nowrap" miw={0}>
            <Title order={2}>{title}</Title>
            {note && (
              <Text size="xs" c="dimmed" truncate>
                {note}
              </Text>
            )}
          </Group>
          {actions}
        </Group>
      )}
      <Box p={flush ? 0 : 'md'}>{children}</Box>
    </section>
  );
}

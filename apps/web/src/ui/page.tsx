import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

/** The room of a page: the same margins everywhere, wide for tables, narrow for forms and prose. */
export function Page({ children, width = 'wide' }: { children: ReactNode; width?: 'wide' | 'narrow' }) {
  return (
    <Box px={{ base: 'sm', sm: 'lg' }} py="md" maw={width === 'wide' ? 1440 : 760}>
      {children}
    </Box>
  );
}

'use client';

import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props extends ButtonProps {
  children: ReactNode;
  /** Why it cannot be done now; null when it can. */
  why: string | null;
  onClick: () => void;
}

export const notAllowed = 'Your role may look, not act: ask for OPERATOR.';

/** A disabled button says why; `data-disabled` keeps it reachable, so that the reason is. */
export function ActButton({ why, onClick, children, ...rest }: Props) {
  return (
    <Tooltip label={why} disabled={why === null}>
      <Button
        variant="default"
        {...rest}
        {...(why === null ? {} : { 'data-disabled': true })}
        aria-disabled={why !== null}
        onClick={why === null ? onClick : (event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}

'use client';

import { Modal } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Of Mantine's widths; `md` unless it holds more than a few fields. */
  size?: 'md' | 'xl';
}

/** Mantine's modal, with a plain box for its head: a second `header` would be a second banner of the page. */
export function Dialog({ opened, onClose, title, children, size = 'md' }: Props) {
  // Mantine remembers where the focus was, to return it, when it sees a dialog open: not one that is open as it comes.
  const isMounted = useMounted();
  return (
    <Modal.Root opened={opened && isMounted} onClose={onClose} size={size}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header renderRoot={(props) => <div {...props} />}>
          <Modal.Title fw={600}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

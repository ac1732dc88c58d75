'use client';

import { OnceDialog } from '../ui/once-dialog.tsx';

/** The secret, this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <OnceDialog title="The secret" text={secret} copy="Copy secret" onClose={onClose}>
      Copy it to the receiver now: it is shown this once. By it the receiver knows that a message is ours.
    </OnceDialog>
  );
}

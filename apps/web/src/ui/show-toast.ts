import type { NotificationData } from '@mantine/notifications';

let isAsked = false;
const listeners = new Set<() => void>();

/** Says something in a corner of the page. Where nothing can be loaded to say it with, it stays unsaid. */
export function showToast(toast: NotificationData): void {
  isAsked = true;
  for (const listener of listeners) listener();
  import('@mantine/notifications').then(
    ({ notifications }) => notifications.show({ ...look, ...toast }),
    () => {},
  );
}

const look = { closeButtonProps: { 'aria-label': 'Close' }, withBorder: true } as const;

/** Whether there was anything to say yet, for React's `useSyncExternalStore`. */
export const askedForToasts = {
  get: () => isAsked,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

'use client';

import { Notifications } from '@mantine/notifications';

export function ToastBox({ opened }: { opened: boolean }) {
  return opened && <Notifications position="bottom-right" limit={4} />;
}

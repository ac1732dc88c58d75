import type { BulkAction } from '@raydeck/core';
import { IconArrowRight, IconArrowsSort, IconBan, IconClock, IconRotate, IconTrash } from '@tabler/icons-react';

/** What stands for each thing that can be done to many tasks. */
export const bulkIcons: Record<BulkAction, typeof IconBan> = {
  retry: IconRotate,
  cancel: IconBan,
  priority: IconArrowsSort,
  move: IconArrowRight,
  delay: IconClock,
  delete: IconTrash,
};

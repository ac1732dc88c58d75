import {
  IconApi,
  IconCalendarEvent,
  IconCpu,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconPackage,
  IconRecycle,
  IconServer2,
  IconStack2,
  IconStackPush,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';

/** The pages of the navigation, with the key after `g` that leads there. */
export const places = [
  { href: '/', label: 'Overview', icon: IconLayoutDashboard, key: 'o' },
  { href: '/tasks', label: 'Tasks', icon: IconListDetails, key: 't' },
  { href: '/bulk', label: 'Bulk operations', icon: IconStackPush, key: 'b' },
  { href: '/queues', label: 'Queues', icon: IconStack2, key: 'q' },
  { href: '/schedules', label: 'Schedules', icon: IconCalendarEvent, key: 's' },
  { href: '/workers', label: 'Workers', icon: IconCpu, key: 'w' },
  { href: '/cluster', label: 'Cluster', icon: IconServer2, key: 'c' },
  { href: '/profiles', label: 'Profiles', icon: IconPackage, key: 'p', role: 'ADMIN' },
  { href: '/retention', label: 'Retention', icon: IconRecycle, key: 'r', role: 'ADMIN' },
  { href: '/webhooks', label: 'Webhooks', icon: IconWebhook, key: 'h', role: 'ADMIN' },
  { href: '/users', label: 'Users', icon: IconUsers, key: 'u', role: 'ADMIN' },
  { href: '/keys', label: 'API keys', icon: IconKey, key: 'k', role: 'ADMIN' },
  { href: '/audit', label: 'Audit log', icon: IconHistory, key: 'a', role: 'ADMIN' },
] as const;

/** Pages that stand in no navigation. */
export const otherPlaces = [{ href: '/api-docs', label: 'REST API', icon: IconApi }] as const;

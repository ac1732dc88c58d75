/** The page of what an audit row is about; null where there is none. */
export function targetPath(type: string, id: string): string | null {
  const name = encodeURIComponent(id);
  switch (type) {
    case 'task':
      return `/tasks/${name}`;
    case 'queue':
      return `/queues?q=${name}`;
    case 'profile':
      return `/profiles/${name}`;
    case 'schedule':
      return `/schedules/${name}`;
    case 'webhook':
      return `/webhooks/${name}`;
    case 'worker':
      return '/workers';
    case 'cluster':
      return '/cluster';
    case 'user':
      return '/users';
    case 'bulk_operation':
      return `/bulk/${name}`;
    case 'api_key':
      return '/keys';
    default:
      return null;
  }
}

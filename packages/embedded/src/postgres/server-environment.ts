/** PostgreSQL gets nothing of ours: no PG* variables, no secrets, no foreign locale. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };
}

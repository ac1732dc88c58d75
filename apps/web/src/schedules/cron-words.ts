import cronstrue from 'cronstrue';

/** "At 02:30, Monday through Friday"; null for what cannot be put in words, which may still be a valid expression. */
export function cronWords(cron: string): string | null {
  try {
    return cronstrue.toString(cron.trim(), { use24HourTimeFormat: true });
  } catch {
    return null;
  }
}

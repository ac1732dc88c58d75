/** What was typed into a field of days: `forever`, or a number; anything else is left for the schema to refuse. */
export function keepDaysOf(text: string): unknown {
  const typed = text.trim().toLowerCase();
  return typed === 'forever' ? typed : Number(typed);
}

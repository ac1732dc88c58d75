import { readLogEnd } from './read-log-end.ts';

/** The line of a log's end that most likely says why its process ended; for a message to a person. */
export function readLastWords(path: string): string {
  const lines = readLogEnd(path, 40)
    .split('\n')
    .map((line) => line.trim());
  const telling = lines.findLast(
    (line) => /error|fatal|panic|refused|cannot|could not/i.test(line) && !/^at |^ray_process_exit/.test(line),
  );
  return (telling ?? lines.at(-1) ?? '').slice(0, 500);
}

/** Ray begins each record so, in the node's local time: `2026-11-20 19:56:24,669<tab>INFO utils.py:101 -- text`. */
const RECORD = /^\d?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3})\t([A-Z]+) \S+ -- /;
const COMMAND = /^(?:Run|Output of|No output for) (cmd\[\d+\])/;
const LINE_LIMIT_CHARACTERS = 500;

/** Noise of Ray's own checks between the steps. */
const NOISE = /^(try to write ray version|No output for|Run cmd\[\d+\] \[.*check_ray_version)/;

interface LogRecord {
  time: string;
  atMs: number;
  level: string;
  text: string;
}

/**
 * Of the text of a node's set-up log, which all jobs share, the records since `sinceMs` that are about the environment with
 * one of these marks, as lines with the time in front. A command's output names only its number: it belongs to whom the
 * command belonged. `offset` is the node's from UTC, as in `+01:00`.
 */
export function setupLogLines(
  text: string,
  { marks, sinceMs, offset }: { marks: readonly string[]; sinceMs: number; offset: string },
): string[] {
  const commands = new Set<string>();
  const lines: string[] = [];
  for (const record of recordsOf(text, offset)) {
    const command = COMMAND.exec(record.text)?.[1];
    const isMarked = marks.some((mark) => record.text.includes(mark));
    if (command !== undefined && record.text.startsWith('Run ')) commands[isMarked ? 'add' : 'delete'](command);
    const isOurs = isMarked || (command !== undefined && commands.has(command));
    if (!isOurs || record.atMs < sinceMs || record.level === 'DEBUG' || NOISE.test(record.text)) continue;
    // The same traceback stands in Ray's message about the failure.
    const shown = record.text.split(/^Traceback /m)[0]?.trimEnd() ?? '';
    const [first = '', ...rest] = shown.split('\n').map((line) => line.slice(0, LINE_LIMIT_CHARACTERS));
    lines.push(`${record.time} ${first}`, ...rest.filter((line) => line.trim() !== ''));
  }
  return lines;
}

function recordsOf(text: string, offset: string): LogRecord[] {
  const records: LogRecord[] = [];
  for (const line of text.split('\n')) {
    const [head, day, time, milliseconds, level = ''] = RECORD.exec(line) ?? [];
    const last = records.at(-1);
    if (head !== undefined && time !== undefined) {
      const atMs = Date.parse(`${day}T${time}.${milliseconds}${offset}`);
      records.push({ time, atMs, level, text: line.slice(head.length) });
    } else if (last) last.text += `\n${line}`;
  }
  return records;
}

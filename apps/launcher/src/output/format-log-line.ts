import { styleText } from 'node:util';

const LEVELS: Record<string, string> = {
  '10': 'trace',
  '20': 'debug',
  '30': 'info',
  '40': 'warn',
  '50': 'error',
  '60': 'fatal',
};

/** A line of a part for people: `worker │ 12:30:01 info  task succeeded taskId=…`. What is no JSON stays as it is. */
export function formatLogLine(part: string, line: string): string {
  return `${styleText('dim', `${part.padEnd(8)} │`)} ${flatten(line)}`;
}

function flatten(line: string): string {
  const entry = parseObject(line);
  if (entry === undefined) return line;
  const { time, level, msg, pid: _pid, hostname: _host, ...rest } = entry;
  const clock = typeof time === 'string' || typeof time === 'number' ? new Date(time).toTimeString().slice(0, 8) : '';
  const word = textOf(level);
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${textOf(value)}`);
  return [clock, (LEVELS[word] ?? word).padEnd(5), textOf(msg), ...fields].filter((part) => part !== '').join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Enough for the fifty lines of pip that Ray keeps. */
const LIMIT_CHARACTERS = 4_000;

/**
 * What went wrong, out of Ray's message about a set-up that failed: that holds the whole traceback of Ray's agent, with the
 * last lines of pip or uv inside. What they said comes first, else the exception that ended the set-up.
 */
export function setupFailureOf(message: string): string {
  const tracebacks = message.split(/^(?:\[Node [^\]]*\] )?Traceback \(most recent call last\):$/m);
  const lines = (tracebacks.at(-1) ?? message).split('\n');
  // The frames of a traceback are indented, the exception below them is not.
  const start = tracebacks.length === 1 ? 0 : lines.findIndex((line) => line !== '' && !/^\s/.test(line));
  const text = lines.slice(Math.max(start, 0)).join('\n').trim();
  const [, said] = /^Last \d+ lines of stdout:\n([\s\S]*)$/m.exec(text) ?? [];
  const shown =
    said === undefined ? text.replace(/^(?:[\w.]+\.)?(?=\w+: )/, '') : said.replaceAll(/^ {4}/gm, '').trim();
  return shown.length <= LIMIT_CHARACTERS ? shown : `… ${shown.slice(-LIMIT_CHARACTERS)}`;
}

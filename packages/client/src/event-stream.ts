/** One event of a text/event-stream. */
export interface StreamedEvent {
  event: string;
  data: string;
}

/** No line of ours is a thousandth of this. */
const longestLine = 4 * 1024 * 1024;

/**
 * A reader of server-sent events, as the HTML standard has them, but for ids and retry times: feed it text as it comes, and
 * it returns the events that are whole. Throws a RangeError for a line without an end.
 */
export function eventStreamReader(): (text: string) => StreamedEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  const readLine = (line: string): StreamedEvent | null => {
    if (line === '') {
      const whole = data.length === 0 ? null : { event: event === '' ? 'message' : event, data: data.join('\n') };
      event = '';
      data = [];
      return whole;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    return null;
  };
  return (text) => {
    rest += text;
    // A carriage return at the end may be half of a line break.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new RangeError('The server sent a line without an end.');
    return lines.flatMap((line) => readLine(line) ?? []);
  };
}

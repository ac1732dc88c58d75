import { type ConnectionError, RaydeckError } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { exitCodeOf } from './exit-code-of.ts';
import { EXIT } from './exit-codes.ts';
import { jsonLine } from './json-text.ts';
import { reportRefusal } from './report-refusal.ts';

/** What came of one: a line for people, a value for programs. */
export interface Said {
  line: string;
  value: unknown;
}

/** The same for several: what is refused for one does not keep the others from it. The exit code is that of the first refusal. */
export async function forEach(
  names: readonly string[],
  { json }: { json: boolean },
  act: (name: string) => Promise<Said>,
): Promise<number> {
  let code: number = EXIT.ok;
  const items: unknown[] = [];
  for (const name of names) {
    try {
      const { line, value } = await act(name);
      items.push(value);
      if (!json) console.log(line);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (names.length > 1) console.error(`${plainText(name)}:`);
      reportRefusal(error);
      code ||= exitCodeOf(error) ?? EXIT.refused;
    }
  }
  if (json) console.log(jsonLine({ items }));
  return code;
}

/** Where nobody answers, the next one is not tried. */
function isRefusal(error: unknown): error is Exclude<RaydeckError, ConnectionError> {
  return error instanceof RaydeckError && exitCodeOf(error) !== EXIT.unreachable;
}

import { request } from 'node:http';
import type { httpClient } from '../http-client.ts';

/** As the browser does it: apps/web/src/tasks/use-live-rows.ts. */
const everyMs = 1_000;

export interface OpenConsole {
  /** Answers that it got. */
  answers: () => number;
  stop: () => void;
}

/** What an open task list asks of the server: one stream, and its news once a second when something moved. */
export async function openConsole(
  url: string,
  send: ReturnType<typeof httpClient>,
  cookie: string,
): Promise<OpenConsole> {
  const read = async (ids: readonly string[]) => {
    const { status, text } = await send({
      method: 'GET',
      path: `/api/console/tasks?ids=${ids.join(',')}`,
      headers: { cookie },
    });
    if (status !== 200) throw new Error(`The list's news answered ${status}.`);
    return JSON.parse(text) as { page: { items: { id: string }[] } };
  };
  const shown = (await read([])).page.items.map(({ id }) => id);
  let answers = 0;
  let lastAt = 0;
  let timer: NodeJS.Timeout | null = null;
  let isAsking = false;
  let isStale = false;
  let isOver = false;
  const ask = async (): Promise<void> => {
    timer = null;
    isAsking = true;
    isStale = false;
    lastAt = performance.now();
    await read(shown);
    answers += 1;
    isAsking = false;
    if (isStale) plan();
  };
  const plan = (): void => {
    if (isOver) return;
    if (isAsking) isStale = true;
    else timer ??= setTimeout(() => void ask(), Math.max(0, lastAt + everyMs - performance.now()));
  };
  const stream = request(`${url}/api/console/events`, { headers: { cookie } }, (answer) => {
    answer.setEncoding('utf8').on('data', (text: string) => text.includes('event: changed') && plan());
    // It is ended by us.
    answer.on('error', () => undefined);
  });
  stream.on('error', (error) => {
    if (!isOver) throw error;
  });
  stream.end();
  return {
    answers: () => answers,
    stop: () => {
      isOver = true;
      if (timer) clearTimeout(timer);
      stream.destroy();
    },
  };
}

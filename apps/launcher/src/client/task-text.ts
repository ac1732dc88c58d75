import type { ClientCommand } from './run-client-command.ts';

/** A task as the API writes it: every digit, and keys in their order. */
export function taskText({ client, signal }: ClientCommand, id: string): Promise<string> {
  return client.requestText({ method: 'GET', path: `/tasks/${encodeURIComponent(id)}` }, { signal });
}

import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { readLastWords } from '../files/read-last-words.ts';
import { MachineError } from '../machine-error.ts';

export interface AwaitRayNodeOptions {
  /** Of the dashboard. */
  address: string;
  token: string;
  name: string;
  /** Of the process that was started for it. */
  hasExited: () => boolean;
  logFile: string;
  signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 150_000;

const Nodes = z.object({
  data: z.object({
    result: z.object({ result: z.array(z.object({ node_id: z.string(), node_name: z.string(), state: z.string() })) }),
  }),
});

/** Ray's id of the node with this name, once it is alive. */
export async function awaitRayNode(options: AwaitRayNodeOptions): Promise<string> {
  const { name, hasExited, logFile, signal } = options;
  const deadline = Date.now() + TIMEOUT_MS;
  while (Date.now() < deadline && !hasExited()) {
    signal?.throwIfAborted();
    const id = await findRayNode(options);
    if (id !== undefined) return id;
    await delay(100);
  }
  throw new MachineError(`The Ray node ${name} did not come up. ${readLastWords(logFile)}`.trim(), `Read ${logFile}.`);
}

async function findRayNode({ address, token, name }: AwaitRayNodeOptions): Promise<string | undefined> {
  try {
    const answer = await request(`${address}/api/v0/nodes?detail=1&limit=10000`, {
      headers: { authorization: `Bearer ${token}` },
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    const nodes = Nodes.safeParse(JSON.parse(await answer.body.text())).data?.data.result.result ?? [];
    return nodes.find((node) => node.node_name === name && node.state === 'ALIVE')?.node_id;
  } catch {
    return undefined;
  }
}

import { type RayClient, RayError } from '@raydeck/ray';

const ASK_AGAIN_MS = 30_000;

/** Why a node is dead, null for one that is not known to be. */
export type WhyDead = (nodeId: string) => Promise<string | null>;

/**
 * What Ray knows of dead nodes, asked at most every 30 seconds. Ray's own judgement of a job comes from the agent on the head:
 * when that one dies its node dies with it, with all processes of its jobs, and their records say RUNNING for as long as the
 * rest of the head lives on. While Ray cannot tell, no node is taken for dead.
 */
export function createDeadNodes(options: { client: Pick<RayClient, 'listNodes'>; now: () => number }): WhyDead {
  let known: { askedAtMs: number; dead: Promise<Map<string, string>> } | null = null;
  return async (nodeId) => {
    if (known === null || options.now() - known.askedAtMs >= ASK_AGAIN_MS) {
      known = { askedAtMs: options.now(), dead: listDead(options.client) };
    }
    return (await known.dead).get(nodeId) ?? null;
  };
}

async function listDead(client: Pick<RayClient, 'listNodes'>): Promise<Map<string, string>> {
  try {
    const dead = (await client.listNodes()).filter((node) => node.state === 'DEAD');
    return new Map(dead.map((node) => [node.node_id, node.state_message ?? '']));
  } catch (error) {
    if (error instanceof RayError) return new Map();
    throw error;
  }
}

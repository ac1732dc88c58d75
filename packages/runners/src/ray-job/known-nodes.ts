import { type ClusterNodeRecord, type RayClient, RayError } from '@raydeck/ray';

const ASK_AGAIN_MS = 30_000;

/** What Ray knows of its nodes, asked at most every 30 seconds. While Ray cannot tell, nothing is known. */
export interface KnownNodes {
  /**
   * Why a node is dead, null for one that is not known to be. Ray's own judgement of a job comes from the agent on the head: when that one
   * dies its node dies with it, with all processes of its jobs, and their records say RUNNING for as long as nobody asks.
   */
  whyDead(nodeId: string): Promise<string | null>;
  /** Since when the head of today is the head, by its own clock; null when that is not known. */
  headSinceMs(): Promise<number | null>;
  /** Ray did not answer: it may not be the one that it was. */
  doubt(): void;
}

export function createKnownNodes(options: { client: Pick<RayClient, 'listNodes'>; now: () => number }): KnownNodes {
  let known: { askedAtMs: number; nodes: Promise<ClusterNodeRecord[]> } | null = null;
  const nodes = (): Promise<ClusterNodeRecord[]> => {
    if (known === null || options.now() - known.askedAtMs >= ASK_AGAIN_MS) {
      known = { askedAtMs: options.now(), nodes: listNodes(options.client) };
    }
    return known.nodes;
  };
  return {
    whyDead: async (nodeId) => {
      const dead = (await nodes()).find((node) => node.node_id === nodeId && node.state === 'DEAD');
      return dead ? (dead.state_message ?? '') : null;
    },
    headSinceMs: async () => {
      const head = (await nodes()).find((node) => node.is_head_node && node.state === 'ALIVE');
      return head?.start_time_ms ?? null;
    },
    doubt: () => {
      known = null;
    },
  };
}

async function listNodes(client: Pick<RayClient, 'listNodes'>): Promise<ClusterNodeRecord[]> {
  try {
    return await client.listNodes();
  } catch (error) {
    if (error instanceof RayError) return [];
    throw error;
  }
}

import { type ClusterNodeRecord, RayError } from '@raydeck/ray';
import { expect, it } from 'vitest';
import { createKnownNodes } from './known-nodes.ts';

function cluster(nodes: ClusterNodeRecord[]) {
  const seen = { asked: 0, ms: 0 };
  const listNodes = async () => {
    seen.asked += 1;
    return [...nodes];
  };
  return { seen, known: createKnownNodes({ client: { listNodes }, now: () => seen.ms }) };
}

it('tells why a node died, asks once for many, and again after half a minute', async () => {
  const nodes: ClusterNodeRecord[] = [{ node_id: 'a', state: 'ALIVE' }];
  const { seen, known } = cluster(nodes);
  expect(await Promise.all(['a', 'a', 'unknown'].map((id) => known.whyDead(id)))).toEqual([null, null, null]);
  nodes.push({ node_id: 'b', state: 'DEAD', state_message: 'its agent failed' });
  expect(await known.whyDead('b')).toBeNull();
  expect(seen.asked).toBe(1);
  seen.ms = 30_000;
  expect(await known.whyDead('b')).toBe('its agent failed');
  expect(await known.whyDead('a')).toBeNull();
  expect(seen.asked).toBe(2);
});

it('tells since when the living head is the head, and asks anew once Ray was silent', async () => {
  const nodes: ClusterNodeRecord[] = [
    { node_id: 'w', state: 'ALIVE', is_head_node: false, start_time_ms: 5 },
    { node_id: 'a', state: 'ALIVE', is_head_node: true, start_time_ms: 7 },
  ];
  const { seen, known } = cluster(nodes);
  expect(await known.headSinceMs()).toBe(7);
  nodes[1] = { node_id: 'a', state: 'DEAD', is_head_node: true, start_time_ms: 7 };
  nodes.push({ node_id: 'b', state: 'ALIVE', is_head_node: true, start_time_ms: 9 });
  known.doubt();
  expect(await known.headSinceMs()).toBe(9);
  expect(seen.asked).toBe(2);
});

it('knows nothing when Ray cannot tell', async () => {
  const listNodes = () => Promise.reject(new RayError('failed', 'no'));
  const known = createKnownNodes({ client: { listNodes }, now: () => 0 });
  expect(await known.whyDead('a')).toBeNull();
  expect(await known.headSinceMs()).toBeNull();
});

import { type ClusterNodeRecord, RayError } from '@raydeck/ray';
import { expect, it } from 'vitest';
import { createDeadNodes } from './dead-nodes.ts';

it('tells why a node died, asks once for many, and again after half a minute', async () => {
  const clock = { ms: 0 };
  let asked = 0;
  const nodes: ClusterNodeRecord[] = [{ node_id: 'a', state: 'ALIVE' }];
  const listNodes = async () => {
    asked += 1;
    return nodes;
  };
  const whyDead = createDeadNodes({ client: { listNodes }, now: () => clock.ms });
  expect(await Promise.all(['a', 'a', 'unknown'].map(whyDead))).toEqual([null, null, null]);
  nodes.push({ node_id: 'b', state: 'DEAD', state_message: 'its agent failed' });
  expect(await whyDead('b')).toBeNull();
  expect(asked).toBe(1);
  clock.ms = 30_000;
  expect(await whyDead('b')).toBe('its agent failed');
  expect(await whyDead('a')).toBeNull();
  expect(asked).toBe(2);
});

it('takes no node for dead when Ray cannot tell', async () => {
  const listNodes = () => Promise.reject(new RayError('failed', 'no'));
  const whyDead = createDeadNodes({ client: { listNodes }, now: () => 0 });
  expect(await whyDead('a')).toBeNull();
});

import type { CoreEntry } from './core-entry.ts';
import type { GatewayLink } from './gateway-link.ts';

/** Of several gateways the one that holds the fewest of these attempts; null of none. */
export function leastLoaded(links: readonly GatewayLink[], entries: Iterable<CoreEntry>): GatewayLink | null {
  const loads = new Map(links.map(({ gatewayId }): [string, number] => [gatewayId, 0]));
  for (const { stage, gatewayId } of entries) {
    if (stage !== 'sent' || gatewayId === null) continue;
    const load = loads.get(gatewayId);
    if (load !== undefined) loads.set(gatewayId, load + 1);
  }
  const least = Math.min(...loads.values());
  return links.find(({ gatewayId }) => loads.get(gatewayId) === least) ?? null;
}

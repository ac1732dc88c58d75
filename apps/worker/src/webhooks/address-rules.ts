import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where webhooks may go although the address is none of the public internet: networks, and hosts by their names. */
export interface AllowedTargets {
  networks: BlockList;
  hosts: ReadonlySet<string>;
}

/** IPv4 that is not the public internet: this host, private, shared, loopback, link-local (clouds' metadata), tests, multicast, reserved. */
const refusedIpv4: [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only global unicast is the public internet, without what carries an IPv4 address or is for documents. */
const refusedIpv6: [network: string, bits: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [network, bits] of refusedIpv4) refused.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of refusedIpv6) refused.addSubnet(network, bits, 'ipv6');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

/** Whether it may be dialed by anybody who may name an address. What is no address may not. */
export function isPublicAddress(address: string): boolean {
  // A BlockList takes an IPv4 address within IPv6 for the IPv4 address: those are refused before.
  if (isIPv6(address)) return globalIpv6.check(address, 'ipv6') && !refused.check(address, 'ipv6');
  return isIP(address) === 4 && !refused.check(address, 'ipv4');
}

/** Whether the installation's own setting names the host or a network of the address. */
export function isAllowedTarget(allowed: AllowedTargets, host: string, address: string): boolean {
  return allowed.hosts.has(host.toLowerCase()) || allowed.networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** `10.1.0.0/16`, `127.0.0.1`, `hooks.internal`. Throws for what is none of these. */
export function parseAllowedTargets(entries: readonly string[]): AllowedTargets {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of entries) {
    const [network = '', bits] = entry.split('/');
    const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    const isHost = bits === undefined && /^(?!\d+$)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(entry) && isIP(entry) === 0;
    if (isHost) hosts.add(entry.toLowerCase());
    else if (isIP(network) === 0 || !isPrefix(bits, kind)) throw new Error(`"${entry}" is no host, address or network`);
    else networks.addSubnet(network, bits === undefined ? (kind === 'ipv6' ? 128 : 32) : Number(bits), kind);
  }
  return { networks, hosts };
}

function isPrefix(bits: string | undefined, kind: 'ipv4' | 'ipv6'): boolean {
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 'ipv6' ? 128 : 32));
}

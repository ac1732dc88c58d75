import { matchesLabel } from './label-selector.ts';
import type { Resources } from './runner.ts';

/** What a node of the cluster offers, and what is given away of it. */
export interface NodeOffer {
  alive: boolean;
  cpu: number;
  usedCpu: number;
  gpu: number;
  usedGpu: number;
  memoryBytes: number;
  usedMemoryBytes: number;
  custom: Record<string, number>;
  labels: Record<string, string>;
}

/** Why Ray has not placed something: no node could ever hold it, or those that could are full. `text` is for people. */
export interface Misfit {
  kind: 'impossible' | 'full';
  text: string;
}

/**
 * Whether a cluster as it was last seen can hold what a task asks for; null when it can now, or nobody can tell. What the task
 * leaves to its runner (`numCpus`) is not looked at.
 */
export function misfitOf(resources: Resources, nodes: readonly NodeOffer[]): Misfit | null {
  const living = nodes.filter((node) => node.alive);
  if (living.length === 0) return impossible('No node of the cluster is alive.');
  const labeled = living.filter((node) => hasLabels(node, resources.labelSelector));
  if (labeled.length === 0) return impossible(missingLabels(living, resources.labelSelector ?? {}));
  const wishes = wishesOf(resources);
  const lacking = wishes.filter((wish) => labeled.every((node) => wish.offered(node) < wish.amount));
  if (lacking.length > 0) return impossible(lacking.map((wish) => tooMuch(wish, labeled, resources)).join(' '));
  const able = labeled.filter((node) => wishes.every((wish) => wish.offered(node) >= wish.amount));
  const all = wishes.map((wish) => wish.words(wish.amount)).join(', ');
  if (able.length === 0) return impossible(`No single node${where(resources)} has all that it asks for: ${all}.`);
  if (able.some((node) => wishes.every((wish) => wish.free(node) >= wish.amount))) return null;
  const those = able.length === 1 ? 'the one node that could hold it has' : `none of the ${able.length} able nodes has`;
  const left = able.length === 1 ? 'no room left now' : 'room left now';
  return { kind: 'full', text: `It asks for ${all}; ${those} ${left}.` };
}

interface Wish {
  amount: number;
  words: (amount: number) => string;
  offered: (node: NodeOffer) => number;
  free: (node: NodeOffer) => number;
}

function wishesOf({ numCpus, numGpus, memoryBytes, custom }: Resources): Wish[] {
  const wishes: Wish[] = [
    {
      amount: numCpus ?? 0,
      words: (amount) => counted(amount, 'CPU'),
      offered: (node) => node.cpu,
      free: (node) => node.cpu - node.usedCpu,
    },
    {
      amount: numGpus ?? 0,
      words: (amount) => counted(amount, 'GPU'),
      offered: (node) => node.gpu,
      free: (node) => node.gpu - node.usedGpu,
    },
    {
      amount: memoryBytes ?? 0,
      words: memoryWords,
      offered: (node) => node.memoryBytes,
      free: (node) => node.memoryBytes - node.usedMemoryBytes,
    },
    ...Object.entries(custom ?? {}).map(([name, amount]) => customWish(name, amount)),
  ];
  return wishes.filter((wish) => wish.amount > 0);
}

/** How much of it is given away is not known. */
function customWish(name: string, amount: number): Wish {
  // Each node has one of these, by its address; what is seen of a cluster leaves them out.
  const offered = (node: NodeOffer): number => (name.startsWith('node:') ? Infinity : (node.custom[name] ?? 0));
  return { amount, words: (some) => `${round(some)} of ${name}`, offered, free: offered };
}

function tooMuch(wish: Wish, nodes: readonly NodeOffer[], resources: Resources): string {
  const most = Math.max(...nodes.map(wish.offered));
  const place = where(resources);
  const offer = most > 0 ? `the largest node${place} has ${wish.words(most)}` : `no node${place} has any`;
  return `It asks for ${wish.words(wish.amount)}; ${offer}.`;
}

function hasLabels(node: NodeOffer, selector: Resources['labelSelector']): boolean {
  return Object.entries(selector ?? {}).every(([name, term]) => matchesLabel(node.labels[name], term));
}

function missingLabels(nodes: readonly NodeOffer[], selector: Record<string, string>): string {
  const alone = Object.entries(selector).find(
    ([name, term]) => !nodes.some((node) => hasLabels(node, { [name]: term })),
  );
  return `It asks for a node with the label ${alone ? alone.join('=') : labelWords(selector)}; no node has it.`;
}

function where({ labelSelector }: Resources): string {
  return labelSelector && Object.keys(labelSelector).length > 0 ? ` with ${labelWords(labelSelector)}` : '';
}

function labelWords(selector: Record<string, string>): string {
  return Object.entries(selector)
    .map(([name, term]) => `${name}=${term}`)
    .join(' and ');
}

function impossible(text: string): Misfit {
  return { kind: 'impossible', text };
}

function counted(amount: number, unit: string): string {
  return `${round(amount)} ${unit}${amount === 1 ? '' : 's'}`;
}

function memoryWords(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 30 ? [2 ** 30, 'GiB'] : [2 ** 20, 'MiB'];
  return `${round(bytes / size)} ${unit} of memory`;
}

function round(amount: number): string {
  return String(Math.round(amount * 1000) / 1000);
}

import { type Isolation, isolations } from '@raydeck/core';
import type { CatalogueEntry, QueueChoice } from '@raydeck/services';
import type { EnqueueValues } from './new-task-of.ts';

/** What a profile's current version declares of a callable: plain data for the form. */
export type Declared = Pick<CatalogueEntry, 'callable' | 'doc' | 'owner' | 'parameters' | 'options'> & {
  profile: string;
  version: number;
};

/** The profile that the task would run with: its own, or else its queue's. */
export function effectiveProfile(
  { profile, queue }: Pick<EnqueueValues, 'profile' | 'queue'>,
  queues: readonly QueueChoice[],
): string | null {
  return profile ?? queues.find(({ name }) => name === queue)?.profile ?? null;
}

/** The declaration of the profile that the task would run with; another profile's where that has none. */
export function entryOf(declared: readonly Declared[], callable: string, profile: string | null): Declared | null {
  const candidates = declared.filter((one) => one.callable === callable.trim());
  return candidates.find((one) => one.profile === profile) ?? candidates[0] ?? null;
}

/** What a form starts with for a callable: what its author declared, and a profile that holds it. */
export function declaredValues(declared: readonly Declared[], queues: readonly QueueChoice[]): Partial<EnqueueValues> {
  const [first] = declared;
  if (!first) return {};
  const wanted = first.options['queue'];
  const queue = queues.find(({ name }) => name === wanted)?.name ?? 'default';
  const ofQueue = effectiveProfile({ profile: null, queue }, queues);
  return {
    queue,
    profile: declared.some(({ profile }) => profile === ofQueue) ? null : first.profile,
    priority: numberIn(first.options, 'priority') ?? 0,
    maxAttempts: numberIn(first.options, 'maxAttempts') ?? '',
    timeoutSeconds: numberIn(first.options, 'timeoutSeconds') ?? '',
    isolation: isolationIn(first.options),
  };
}

function isolationIn({ resources }: Readonly<Record<string, unknown>>): Isolation | null {
  const wish = typeof resources === 'object' && resources !== null && 'isolation' in resources && resources.isolation;
  return isolations.find((one) => one === wish) ?? null;
}

function numberIn(options: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = options[name];
  return typeof value === 'number' ? value : undefined;
}
